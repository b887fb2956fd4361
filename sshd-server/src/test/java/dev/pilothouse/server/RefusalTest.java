package dev.pilothouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.server.DoorFixture.Ended;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenSSH's client can ask for and does not get, and what it is told. */
class RefusalTest {
  @TempDir Path dir;
  private DoorFixture fixture;

  @BeforeEach
  void setUp() throws Exception {
    fixture = new DoorFixture(dir, settings -> settings);
  }

  @AfterEach
  void tearDown() throws Exception {
    fixture.close();
  }

  @Test
  void aTextUiWithoutATerminal() throws Exception {
    Ended ended = fixture.command();

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("needs a terminal (ssh -t)");
  }

  @Test
  void aSystemShell() throws Exception {
    for (String shell : List.of("sh", "/bin/bash -c id", "zsh")) {
      Ended ended = fixture.command(shell);

      assertThat(ended.status()).isEqualTo(1);
      assertThat(ended.err()).contains("no system shell here");
    }
    assertThat(fixture.reception.events).isEmpty();
  }

  @Test
  void scpOverTheOldProtocol() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "text");
    List<String> command = fixture.client("scp", "id", "-O");
    command.addAll(List.of(file.toString(), "alice@127.0.0.1:x"));

    Ended ended = fixture.run(command);

    assertThat(ended.status()).isNotZero();
    assertThat(ended.err()).contains("leave -O out");
  }

  @Test
  void anySubsystem() throws Exception {
    Ended ended = fixture.run(fixture.ssh(List.of("-s"), "netconf"));

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).contains("only sftp here");
  }

  @Test
  void standardInputForwarding() throws Exception {
    Ended ended = fixture.run(fixture.ssh(List.of("-W", "127.0.0.1:22")));

    assertThat(ended.status()).isNotZero();
    assertThat(ended.err()).contains("administratively prohibited: There is no VM '127.0.0.1'");
  }

  @Test
  void localForwarding() throws Exception {
    int port = freePort();
    Process client =
        fixture.start(fixture.ssh(List.of("-L", "127.0.0.1:" + port + ":127.0.0.1:22"), "block"));
    Reading err = new Reading(client.getErrorStream());
    err.awaits("blocking");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    err.awaits("administratively prohibited: There is no VM '127.0.0.1'");
  }

  @Test
  void dynamicForwarding() throws Exception {
    int port = freePort();
    Process client = fixture.start(fixture.ssh(List.of("-D", "127.0.0.1:" + port), "block"));
    Reading err = new Reading(client.getErrorStream());
    err.awaits("blocking");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      // SOCKS 4, CONNECT to 127.0.0.1:22, no user
      socket.getOutputStream().write(new byte[] {4, 1, 0, 22, 127, 0, 0, 1, 0});
      socket.getInputStream().readAllBytes();
    }
    err.awaits("administratively prohibited: There is no VM '127.0.0.1'");
  }

  @Test
  void remoteForwarding() throws Exception {
    Ended ended =
        fixture.run(
            fixture.ssh(
                List.of("-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22"), "whoami"));

    assertThat(ended.status()).isNotZero();
    assertThat(ended.err()).contains("remote port forwarding failed");
    assertThat(fixture.reception.events).isEmpty();
  }

  @Test
  void unixSocketForwardingBothWays() throws Exception {
    Path socket = dir.resolve("s");
    Process client = fixture.start(fixture.ssh(List.of("-L", socket + ":/run/x.sock"), "block"));
    Reading err = new Reading(client.getErrorStream());
    err.awaits("blocking");
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
    err.awaits("administratively prohibited: Pilothouse forwards no sockets");

    Ended remote =
        fixture.run(
            fixture.ssh(
                List.of("-o", "ExitOnForwardFailure=yes", "-R", "/run/x.sock:127.0.0.1:22"),
                "whoami"));
    assertThat(remote.status()).isNotZero();
    assertThat(remote.err()).contains("remote port forwarding failed");
  }

  @Test
  void agentForwardingIsSaidAndTheCommandRuns() throws Exception {
    Process agent =
        fixture.start(List.of("ssh-agent", "-D", "-a", dir.resolve("agent").toString()));
    Reading started = new Reading(agent.getInputStream());
    started.awaits("SSH_AUTH_SOCK");
    List<String> command = fixture.client("ssh", "id", "-o", "BatchMode=yes", "-A");
    command.set(command.indexOf("IdentityAgent=none"), "IdentityAgent=" + dir.resolve("agent"));
    command.addAll(List.of("alice@127.0.0.1", "whoami"));

    Ended ended = fixture.run(command);

    assertThat(ended.status()).isZero();
    assertThat(ended.err()).contains("agent forwarding (-A) is not possible here");
  }

  @Test
  void environmentVariablesButForAFewHarmlessOnes() throws Exception {
    Ended ended =
        fixture.run(
            fixture.ssh(
                List.of(
                    "-o",
                    "SetEnv=LANG=de_DE.UTF-8 NO_COLOR=1 LD_PRELOAD=/x.so PATH=/x LC_ALL=C"
                        + " COLORTERM=truecolor LC_TIME=\033]0;x"),
                "terminal"));
    assertThat(ended.out()).isEqualTo("none\n");

    List<String> command =
        fixture.ssh(
            List.of("-tt", "-o", "SetEnv=LANG=de_DE.UTF-8 NO_COLOR=1 LD_PRELOAD=/x.so"),
            "terminal");
    assertThat(fixture.run(command).out())
        .contains("xterm-256color")
        .contains("LANG=de_DE.UTF-8")
        .contains("NO_COLOR=1")
        .doesNotContain("PRELOAD");
  }

  @Test
  void aFloodOfEnvironmentVariables() throws Exception {
    List<String> variables = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      variables.add("V" + i + "=x");
    }
    Ended ended =
        fixture.run(fixture.ssh(List.of("-o", "SetEnv=" + String.join(" ", variables)), "whoami"));

    assertThat(ended.status()).isEqualTo(255);
    assertThat(fixture.reception.events).isEmpty();
  }

  @Test
  void aCommandThatIsTooLong() throws Exception {
    Ended ended = fixture.command("words " + "x".repeat(20_000));

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("longer than 8192 characters");
  }

  @Test
  void moreChannelsThanAllowed() throws Exception {
    String control = dir.resolve("ctl").toString();
    // A client that is refused by the master would try a connection of its own.
    List<String> shared = List.of("-o", "ControlPath=" + control, "-o", "ProxyCommand=/bin/false");
    Process master =
        fixture.start(
            fixture.ssh(
                List.of("-o", "ControlMaster=yes", "-o", "ControlPath=" + control), "block"));
    new Reading(master.getErrorStream()).awaits("blocking");
    for (int i = 1; i < Limits.DEFAULT.channelsPerConnection(); i++) {
      Process more = fixture.start(fixture.ssh(shared, "block"));
      new Reading(more.getErrorStream()).awaits("blocking");
    }

    Ended ended = fixture.run(fixture.ssh(shared, "whoami"));

    assertThat(ended.out()).doesNotContain("alice");
    assertThat(ended.status()).isEqualTo(255);
  }

  @Test
  void x11ForwardingIsSaidAndTheCommandRuns() throws Exception {
    // Trusted (-Y): for -X the client wants a key from an X server before it asks us.
    Ended ended =
        fixture.run(
            fixture.ssh(List.of("-Y", "-o", "XAuthLocation=/none"), "whoami"),
            Map.of("DISPLAY", ":9"));

    assertThat(ended.status()).isZero();
    assertThat(ended.out()).startsWith("alice");
    assertThat(ended.err())
        .contains("X11 forwarding request failed on channel 0")
        .contains("X11 forwarding (-X) is not possible here");
  }

  @Test
  void remoteForwardingIsSaidOnceAndTheCommandRuns() throws Exception {
    Ended ended =
        fixture.run(
            fixture.ssh(
                List.of("-R", "0:127.0.0.1:22", "-R", "/run/x.sock:127.0.0.1:22"), "whoami"));

    assertThat(ended.status()).isZero();
    assertThat(ended.out()).startsWith("alice");
    assertThat(ended.err())
        .containsOnlyOnce("pilothouse: forwarding to you (-R) is not possible here");
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
