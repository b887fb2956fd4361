package dev.pilothouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.server.OtherClient.Opened;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the protocol allows and OpenSSH's client never sends. */
class OtherClientTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int STORM = 20_000;

  @TempDir Path dir;
  private DoorFixture fixture;
  private OtherClient client;

  @BeforeEach
  void setUp() throws Exception {
    fixture = new DoorFixture(dir, settings -> settings);
    client = new OtherClient(fixture);
  }

  @AfterEach
  void tearDown() throws Exception {
    client.close();
    fixture.close();
  }

  @Test
  void signalsInterruptACommandAsCtrlCDoes() throws Exception {
    for (String signal : List.of("INT", "TERM", "HUP")) {
      for (Opened command : List.of(client.command("block"), client.commandOnTerminal("block"))) {
        command.awaitsErr("blocking");
        command.signal("USR1"); // means nothing here
        command.signal(signal);

        assertThat(command.exitStatus()).as(signal).isEqualTo(130);
        assertThat(command.err()).contains("interrupted");
      }
    }
  }

  @Test
  void killDoesNotAskTheCommand() throws Exception {
    Opened command = client.command("block");
    command.awaitsErr("blocking");
    command.signal("KILL");

    assertThat(command.exitStatus()).isEqualTo(137);
    await().atMost(LONG).until(() -> fixture.reception.events.contains("cancelled"));
  }

  @Test
  void aTextUiReadsIntAsCtrlCAndTheOthersEndIt() throws Exception {
    Opened keys = client.textUi();
    keys.awaitsOut("READY");
    keys.signal("INT");
    keys.awaitsOut("<\003>");
    for (String signal : List.of("TERM", "HUP")) {
      Opened ui = client.textUi();
      ui.awaitsOut("READY");
      ui.signal(signal);

      assertThat(ui.exitStatus()).as(signal).isEqualTo(7);
      assertThat(ui.out()).endsWith(FakeReception.LEAVE + "the client asked for it\r\n");
    }
    keys.type("q");
    assertThat(keys.exitStatus()).isEqualTo(5);
  }

  @Test
  void ofAStormOfSizesTheLastOneWins() throws Exception {
    Opened ui = client.textUi();
    ui.awaitsOut("READY");
    storm(ui);
    ui.size(132, 43);
    ui.awaitsOut("size 132x43");
    ui.type("q");

    assertThat(ui.exitStatus()).isEqualTo(5);
    List<String> sizes = ui.out().lines().filter(line -> line.startsWith("size ")).toList();
    assertThat(sizes.getLast()).isEqualTo("size 132x43");
    // 0 means that the client does not know, and what no terminal is is cut.
    assertThat(sizes).containsAnyOf("size 80x24", "size 1000x500");
    assertThat(sizes).doesNotContain("size 0x0", "size 65535x65535");
  }

  private static void storm(Opened ui) throws Exception {
    for (int i = 0; i < STORM / 4; i++) {
      ui.size(0, 0);
      ui.size(65_535, 65_535);
      ui.size(0xFFFF_FFFFL, 1);
      ui.size(100 + i % 50, 30 + i % 20);
    }
  }

  @Test
  void channelsThatAreNoSessionsAreRefusedByName() {
    Map<String, String> refusals =
        new TreeMap<>(
            Map.of(
                "tun@openssh.com", "Pilothouse makes no tunnels (-w)",
                "forwarded-tcpip", "Pilothouse is not forwarded to",
                "direct-streamlocal@openssh.com", "Pilothouse forwards no sockets (-L)",
                "x11", "Pilothouse opens session channels and connections to VMs only",
                "auth-agent@openssh.com",
                    "Pilothouse opens session channels and connections to VMs only"));
    refusals.forEach(
        (type, message) ->
            assertThatThrownBy(() -> client.open(type)).as(type).hasMessageContaining(message));
  }
}
