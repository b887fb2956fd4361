package dev.pilothouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that push, stall or pile up, while others go on working. */
class PressureTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path dir;

  @SuppressWarnings("NullAway.Init") // every test opens it
  private DoorFixture fixture;

  private final List<Socket> sockets = new ArrayList<>();

  private void open(UnaryOperator<SshSettings> change) throws Exception {
    fixture = new DoorFixture(dir, change);
  }

  @AfterEach
  void tearDown() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    fixture.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), fixture.door.port());
    sockets.add(socket);
    socket.setSoTimeout((int) LONG.toMillis());
    return socket;
  }

  /** What the server says before anything is asked; empty when it just closes. */
  private static String greeting(Socket socket) {
    try {
      return new String(
          socket.getInputStream().readNBytes(33), java.nio.charset.StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void itNamesItselfWithoutAVersion() throws Exception {
    open(settings -> settings);

    assertThat(greeting(connect())).isEqualTo("SSH-2.0-OpenSSH_like_Pilothouse\r\n");
  }

  @Test
  void connectionsThatDoNotLogInAreBounded() throws Exception {
    open(settings -> settings.withLimits(Limits.DEFAULT.withStartups(20, 20, 5)));
    for (int i = 0; i < 5; i++) {
      assertThat(greeting(connect())).startsWith("SSH-2.0");
    }

    assertThat(greeting(connect())).isEmpty();

    sockets.getFirst().close();
    await().atMost(LONG).until(() -> greeting(connect()).startsWith("SSH-2.0"));
  }

  @Test
  void whoDoesNotLogInIsSentAway() throws Exception {
    open(settings -> settings.withTimeouts(Timeouts.DEFAULT.withLogin(Duration.ofSeconds(1))));
    Socket socket = connect();

    assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
  }

  @Test
  void aUserHasOnlySoManyConnections() throws Exception {
    open(settings -> settings.withLimits(Limits.DEFAULT.withConnectionsPerUser(2)));
    for (int i = 0; i < 2; i++) {
      Process client = fixture.start(fixture.ssh(List.of(), "block"));
      new Reading(client.getErrorStream()).awaits("blocking");
    }

    DoorFixture.Ended third = fixture.command("whoami");

    assertThat(third.status()).isEqualTo(255);
    assertThat(third.err()).contains("Too many concurrent connections");
  }

  @Test
  void aTextUiWhoseReaderStoppedIsShed() throws Exception {
    shedsWhoStops("F");
  }

  @Test
  void aCommandWhoseReaderStoppedIsShed() throws Exception {
    open(settings -> settings.withTimeouts(Timeouts.DEFAULT.withStalled(Duration.ofSeconds(3))));
    Process flood = fixture.start(fixture.ssh(List.of(), "flood"));
    assertThat(flood.getInputStream().readNBytes(100_000)).hasSize(100_000);
    signal(flood, "STOP");

    await()
        .atMost(LONG)
        .until(() -> fixture.reception.events.stream().anyMatch(e -> e.startsWith("flood ended")));
    assertThat(fixture.command("whoami").status()).isZero();
    signal(flood, "CONT");
  }

  private void shedsWhoStops(String flood) throws Exception {
    open(settings -> settings.withTimeouts(Timeouts.DEFAULT.withStalled(Duration.ofSeconds(3))));
    Process neighbour = fixture.start(fixture.ssh(List.of("-tt")));
    Reading out = new Reading(neighbour.getInputStream());
    out.awaits("READY");
    Process stopped = fixture.start(fixture.ssh(List.of("-tt")));
    Reading read = new Reading(stopped.getInputStream());
    read.awaits("READY");
    DoorFixture.type(stopped, flood);
    read.awaits("xxxx");
    signal(stopped, "STOP");

    for (int i = 0; !fixture.reception.events.contains("hung up"); i++) {
      DoorFixture.type(neighbour, "<" + i + ">");
      out.awaits("<" + i + ">");
    }
    signal(stopped, "CONT");
    assertThat(stopped.waitFor()).isEqualTo(255);
    DoorFixture.type(neighbour, "q");
    assertThat(neighbour.waitFor()).isEqualTo(5);
  }

  private static void signal(Process process, String name) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor())
        .isZero();
  }
}
