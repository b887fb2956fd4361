package dev.pilothouse.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.server.DoorFixture.Ended;
import dev.pilothouse.server.auth.Account;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections to VMs through OpenSSH's own -L, -W, -J and -D. */
@Timeout(180)
class ForwardTest {
  private static final Duration GENEROUS = Duration.ofSeconds(60);

  @TempDir Path dir;
  private DoorFixture fixture;
  private GuestServer guest;

  @BeforeEach
  void setUp() throws Exception {
    fixture = new DoorFixture(dir, settings -> settings);
    guest = serving(GuestServer.echo());
  }

  private GuestServer serving(GuestServer server) {
    fixture.reception.guest = server.port();
    return server;
  }

  @AfterEach
  void tearDown() throws Exception {
    guest.close();
    fixture.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** {@code ssh -N -L PORT:target}; the port. */
  private int forwarded(String target) throws Exception {
    int port = freePort();
    Process client =
        fixture.start(
            fixture.ssh(
                List.of("-v", "-N", "-o", "ExitOnForwardFailure=yes", "-L", port + ":" + target)));
    new Reading(client.getErrorStream()).awaits("Entering interactive session");
    return port;
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static String said(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    return new String(socket.getInputStream().readNBytes(text.length()), US_ASCII);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void standardInputAndOutput() throws Exception {
    byte[] bytes = noise(3_000_000);
    Process client = fixture.start(fixture.ssh(List.of("-W", "web01:22")));
    Thread.ofVirtual()
        .start(
            () -> {
              try (var in = client.getOutputStream()) {
                in.write(bytes);
              } catch (IOException e) {
                // The comparison tells.
              }
            });

    byte[] back = client.getInputStream().readAllBytes();
    assertThat(back.length).isEqualTo(bytes.length);
    assertThat(Arrays.mismatch(back, bytes)).isEqualTo(-1);
    assertThat(client.waitFor()).isZero();
    assertThat(fixture.reception.events).containsExactly("passage alice ADMIN web01 22");
    FakePassage passage = Objects.requireNonNull(fixture.reception.passages.peek());
    await().atMost(GENEROUS).untilTrue(passage.closed);
  }

  @Test
  void aLocalPortWithSeveralConnectionsAtOnce() throws Exception {
    int port = forwarded("web01.vnc:1");

    try (Socket one = connect(port);
        Socket two = connect(port)) {
      assertThat(said(one, "one")).isEqualTo("one");
      assertThat(said(two, "two")).isEqualTo("two");
      assertThat(said(one, "more")).isEqualTo("more");
    }
    await()
        .atMost(GENEROUS)
        .until(() -> fixture.reception.passages.stream().allMatch(p -> p.closed.get()));
    assertThat(fixture.reception.passages).hasSize(2);
  }

  @Test
  void halfAnEndIsPassedOnBothWays() throws Exception {
    try (GuestServer answering =
        serving(
            new GuestServer(
                client -> {
                  int length = client.getInputStream().readAllBytes().length;
                  client.getOutputStream().write(("got " + length).getBytes(US_ASCII));
                  client.shutdownOutput();
                }))) {
      assertThat(answering.port()).isPositive();
      try (Socket socket = connect(forwarded("web01:80"))) {
        socket.getOutputStream().write(noise(70_000));
        socket.shutdownOutput();
        assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("got 70000");
      }
    }
  }

  @Test
  void jumpingThroughTheDoor() throws Exception {
    // The guest is a door of its own here, so that a whole SSH connection goes through.
    try (DoorFixture inner =
        new DoorFixture(Files.createDirectory(dir.resolve("inner")), settings -> settings)) {
      fixture.reception.guest = inner.door.port();
      List<String> command = new ArrayList<>(fixture.ssh(List.of()));
      command.removeLast();
      String through = String.join(" ", command) + " -W [%h]:%p alice@127.0.0.1";
      List<String> inside = inner.ssh(List.of("-o", "ProxyCommand=" + through), "whoami");
      inside.set(inside.indexOf("alice@127.0.0.1"), "alice@WEB01");

      Ended ended = fixture.run(inside);

      assertThat(ended.out()).as(ended.err()).startsWith("alice ADMIN");
      assertThat(fixture.reception.events).hasSize(1);
      assertThat(fixture.reception.events.peek()).startsWith("passage alice ADMIN web01 ");
    }
  }

  @Test
  void theRefusalIsInTheClientsOwnError() throws Exception {
    record Case(String target, String said) {}
    for (Case each :
        List.of(
            new Case("off:22", "connect failed: off is shut off. Look at its state"),
            new Case("full:22", "resource shortage: No more of them."),
            new Case("fail:22", "connect failed: an internal error; see the server's log"),
            new Case(
                "nobody:22",
                "administratively prohibited: There is no VM 'nobody'.\\\\x0ASecond line"
                    + " \\\\x1B[31m."))) {
      Ended ended = fixture.run(fixture.ssh(List.of("-W", each.target())));

      assertThat(ended.status()).isNotZero();
      assertThat(ended.err().replace("\\\\", "\\")).contains(each.said().replace("\\\\", "\\"));
    }
  }

  @Test
  void aConnectionLivesOnAfterARefusal() throws Exception {
    int port = forwarded("nobody:22");
    try (Socket socket = connect(port)) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    try (Socket again = connect(port)) {
      assertThat(again.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(fixture.reception.events).hasSize(2);
  }

  @Test
  void socksReachesVmsAndNothingElse() throws Exception {
    int port = freePort();
    Process client = fixture.start(fixture.ssh(List.of("-v", "-N", "-D", "127.0.0.1:" + port)));
    Reading err = new Reading(client.getErrorStream());
    err.awaits("Entering interactive session");
    try (Socket socket = connect(port)) {
      // SOCKS 5 without authentication, CONNECT to the name web01, port 80 (RFC 1928).
      socket.getOutputStream().write(new byte[] {5, 1, 0});
      assertThat(socket.getInputStream().readNBytes(2)).containsExactly(5, 0);
      socket.getOutputStream().write(new byte[] {5, 1, 0, 3, 5, 'w', 'e', 'b', '0', '1', 0, 80});
      assertThat(socket.getInputStream().readNBytes(10)).startsWith(5, 0);
      assertThat(said(socket, "through")).isEqualTo("through");
    }
  }

  @Test
  void aVmThatStopsClosesTheConnection() throws Exception {
    try (Socket socket = connect(forwarded("web01:22"))) {
      assertThat(said(socket, "x")).isEqualTo("x");
      Objects.requireNonNull(fixture.reception.passages.peek()).breakOff();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aClientThatLeavesClosesThePassage() throws Exception {
    Process client = fixture.start(fixture.ssh(List.of("-W", "web01:22")));
    DoorFixture.type(client, "x");
    assertThat(client.getInputStream().read()).isEqualTo('x');
    client.destroyForcibly();

    FakePassage passage = Objects.requireNonNull(fixture.reception.passages.peek());
    await().atMost(GENEROUS).untilTrue(passage.closed);
  }

  @Test
  void aClientThatLeavesWhileItIsConnectedLeavesNothingBehind() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    fixture.reception.gate = gate;
    Process client = fixture.start(fixture.ssh(List.of("-W", "web01:22")));
    await().atMost(GENEROUS).until(() -> !fixture.reception.events.isEmpty());
    client.destroyForcibly().waitFor();
    gate.countDown();

    await().atMost(GENEROUS).until(() -> !fixture.reception.passages.isEmpty());
    FakePassage passage = Objects.requireNonNull(fixture.reception.passages.peek());
    await().atMost(GENEROUS).untilTrue(passage.closed);
  }

  @Test
  void whoDoesNotReadHoldsTheGuestUp() throws Exception {
    AtomicLong written = new AtomicLong();
    byte[] block = new byte[64 << 10];
    Arrays.fill(block, (byte) 'y');
    try (GuestServer flooding =
        serving(
            new GuestServer(
                client -> {
                  while (true) {
                    client.getOutputStream().write(block);
                    written.addAndGet(block.length);
                  }
                }))) {
      assertThat(flooding.port()).isPositive();
      int port = forwarded("web01:80");
      try (Socket stalled = connect(port);
          Socket reading = connect(port)) {
        assertThat(stalled.getInputStream().read()).isEqualTo('y');
        // The other one goes on although this one stands still.
        assertThat(reading.getInputStream().readNBytes(64 << 20)).hasSize(64 << 20);
        long before = written.get();
        assertThat(reading.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
        assertThat(written.get() - (64L << 20)).as("%s", before).isLessThan(32L << 20);
      }
    }
  }

  @Test
  void moreThanAllowed() throws Exception {
    int port = freePort();
    Process client = fixture.start(fixture.ssh(List.of("-v", "-N", "-L", port + ":web01:22")));
    Reading err = new Reading(client.getErrorStream());
    err.awaits("Entering interactive session");
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < Limits.DEFAULT.forwardsPerConnection(); i++) {
      Socket socket = connect(port);
      assertThat(said(socket, "x")).isEqualTo("x");
      open.add(socket);
    }
    try (Socket oneMore = connect(port)) {
      assertThat(oneMore.getInputStream().read()).isEqualTo(-1);
    }
    err.awaits("resource shortage: no more than 32 connections to VMs");
    open.getFirst().close();
    await()
        .atMost(GENEROUS)
        .until(() -> fixture.reception.passages.stream().anyMatch(p -> p.closed.get()));
    try (Socket again = connect(port)) {
      assertThat(said(again, "x")).isEqualTo("x");
    }
    for (Socket socket : open) {
      socket.close();
    }
  }

  private Account account(String name) {
    return Objects.requireNonNull(fixture.accounts.get(name));
  }

  @Test
  void aKeyThatMayNotForward() throws Exception {
    for (String option : List.of("restrict", "no-port-forwarding")) {
      String line = account("alice").authorizedKeys().getFirst();
      fixture.accounts.put(
          "alice",
          new Account(
              "alice",
              Role.ADMIN,
              List.of(option + " " + line.substring(line.indexOf("ssh-"))),
              Optional.empty()));

      Ended ended = fixture.run(fixture.ssh(List.of("-W", "web01:22")));

      assertThat(ended.err())
          .contains("administratively prohibited: your key may not forward here");
    }
    assertThat(fixture.reception.events).isEmpty();
  }

  @Test
  void whoLosesTheAccountOrItsRoleLosesTheConnection() throws Exception {
    Account alice = account("alice");
    int port = forwarded("web01:22");
    try (Socket socket = connect(port)) {
      assertThat(said(socket, "x")).isEqualTo("x");
      fixture.accounts.put(
          "alice", new Account("alice", Role.VIEWER, alice.authorizedKeys(), Optional.empty()));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    fixture.accounts.put("alice", alice);
    try (Socket socket = connect(port)) {
      assertThat(said(socket, "x")).isEqualTo("x");
      fixture.accounts.remove("alice");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aDoorThatForwardsNothing() throws Exception {
    fixture.close();
    fixture = new DoorFixture(dir, settings -> settings.withLimits(Limits.DEFAULT.withForwards(0)));

    assertThat(fixture.run(fixture.ssh(List.of("-W", "web01:22"))).err())
        .contains("administratively prohibited: this server connects nobody to VMs");
    assertThat(fixture.reception.events).isEmpty();
  }

  @Test
  void whoCameForForwardsIsWaitedForAndWhoMayHaveNoneIsNot() throws Exception {
    fixture.close();
    fixture =
        new DoorFixture(
            dir,
            settings ->
                settings.withTimeouts(
                    Timeouts.DEFAULT.withIdle(Duration.ofSeconds(2), Duration.ofSeconds(1))));
    fixture.reception.guest = guest.port();
    fixture.accounts.put(
        "carol",
        new Account("carol", Role.VIEWER, account("alice").authorizedKeys(), Optional.empty()));
    int port = forwarded("web01:22");
    int used = forwarded("web01:22");
    try (Socket quiet = connect(used)) {
      assertThat(said(quiet, "x")).isEqualTo("x");
      List<String> command = fixture.ssh(List.of("-N"));
      command.set(command.size() - 1, "carol@127.0.0.1");

      Ended viewer = fixture.run(command);

      assertThat(viewer.err()).contains("nothing was done on this connection for too long");
      assertThat(said(quiet, "still")).isEqualTo("still");
      try (Socket late = connect(port)) {
        assertThat(said(late, "late")).isEqualTo("late");
      }
    }
  }

  @Test
  void theDoorsEndIsTheirEnd() throws Exception {
    try (Socket socket = connect(forwarded("web01:22"))) {
      assertThat(said(socket, "x")).isEqualTo("x");
      fixture.door.close();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }
}
