package dev.pilothouse.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.server.DoorFixture.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ssh HOST words...} with OpenSSH's client. */
class CommandTest {
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
  void wordsAreSplitAsAShellWouldAndNeverExpanded() throws Exception {
    Ended ended = fixture.command("words 'two words' a\\ b \"$HOME\" $(reboot) ; | x");

    assertThat(ended.status()).isZero();
    assertThat(ended.out())
        .isEqualTo("[words]\n[two words]\n[a b]\n[$HOME]\n[$(reboot)]\n[;]\n[|]\n[x]\n");
  }

  @Test
  void thePrincipalIsTheAccount() throws Exception {
    assertThat(fixture.command("whoami").out()).isEqualTo("alice ADMIN ssh 127.0.0.1\n");
  }

  @Test
  void exitStatusesArrive() throws Exception {
    for (int status : List.of(0, 1, 2, 7, 130, 255)) {
      assertThat(fixture.command("exit", String.valueOf(status)).status()).isEqualTo(status);
    }
  }

  @Test
  void outputAndErrorsAreSeparate() throws Exception {
    Ended ended = fixture.command("both");

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.out()).isEqualTo("to out\n");
    assertThat(ended.err()).endsWith("to err\n");
  }

  @Test
  void anUnfinishedQuoteIsAnUsageError() throws Exception {
    Ended ended = fixture.command("vm 'show");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("the quote ' is not closed");
  }

  @Test
  void tenMegabytesOfInputArriveWhole() throws Exception {
    byte[] input = "0123456789".repeat(1024 * 1024).getBytes(UTF_8);

    assertThat(fixture.run(fixture.ssh(List.of(), "count"), input).out()).isEqualTo("10485760\n");
    Ended copied = fixture.run(fixture.ssh(List.of(), "cat"), input);
    assertThat(copied.status()).isZero();
    assertThat(copied.out().equals(new String(input, UTF_8))).isTrue();
  }

  @Test
  void aFailureInsideIsAMessageAndNoTrace() throws Exception {
    Ended ended = fixture.command("fail");

    assertThat(ended.status()).isEqualTo(70);
    assertThat(ended.err()).contains("internal error").doesNotContain("IllegalState");
  }

  @Test
  void aClientThatDisappearsInterruptsItsCommand() throws Exception {
    Process client = fixture.start(fixture.ssh(List.of(), "block"));
    new Reading(client.getErrorStream()).awaits("blocking");
    client.destroyForcibly().waitFor();

    awaitEvent("interrupted");
  }

  @Test
  void onATerminalCtrlCInterruptsAndIsNotRead() throws Exception {
    Process client = fixture.start(fixture.ssh(List.of("-tt"), "block"));
    Reading out = new Reading(client.getInputStream());
    Reading err = new Reading(client.getErrorStream());
    err.awaits("blocking");
    DoorFixture.type(client, "\003");

    assertThat(client.waitFor()).isEqualTo(130);
    assertThat(out.all()).isEmpty();
    assertThat(err.all()).contains("interrupted");
  }

  @Test
  void theLineShellNeedsATerminal() throws Exception {
    Ended ended = fixture.command("shell");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("needs a terminal");
  }

  @Test
  void theLineShellGetsKeysAsTheyAre() throws Exception {
    Process client = fixture.start(fixture.ssh(List.of("-tt"), "shell"));
    Reading out = new Reading(client.getInputStream());
    out.awaits("shell of alice");
    DoorFixture.type(client, "\033[A\r");
    out.awaits("{27}\r\n{91}\r\n{65}\r\n{13}");
    DoorFixture.type(client, "\003");
    awaitEvent("shell interrupt");
    DoorFixture.type(client, "q");

    assertThat(client.waitFor()).isEqualTo(4);
    assertThat(out.all()).endsWith("bye\r\n");
  }

  private void awaitEvent(String event) {
    await().atMost(Duration.ofSeconds(60)).until(() -> fixture.reception.events.contains(event));
  }
}
