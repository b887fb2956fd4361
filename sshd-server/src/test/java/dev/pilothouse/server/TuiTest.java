package dev.pilothouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ssh -t HOST} with OpenSSH's client. */
class TuiTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path dir;

  @SuppressWarnings("NullAway.Init") // every test opens it
  private DoorFixture fixture;

  private void open(UnaryOperator<SshSettings> change) throws Exception {
    fixture = new DoorFixture(dir, change);
  }

  @AfterEach
  void tearDown() throws Exception {
    fixture.close();
  }

  private Process knock() throws Exception {
    return fixture.start(fixture.ssh(List.of("-tt")));
  }

  @Test
  void keysGoInPicturesComeOutAndTheStatusArrives() throws Exception {
    open(settings -> settings);
    Process client = knock();
    Reading out = new Reading(client.getInputStream());
    out.awaits(FakeReception.ENTER + "READY xterm-256color 80x24 {}");
    DoorFixture.type(client, "\033[A");
    out.awaits("<\033[A>");
    DoorFixture.type(client, "q");

    assertThat(client.waitFor()).isEqualTo(5);
    assertThat(out.all()).endsWith(FakeReception.LEAVE + "bye\r\n");
    assertThat(fixture.reception.events).contains("open alice ADMIN ssh 127.0.0.1");
    assertThat(fixture.reception.publicKeys.take())
        .as("the key she came in with, for guests that she makes")
        .startsWith("ssh-ed25519 AAAA")
        .endsWith(" alice");
  }

  @Test
  void aTornConnectionHangsUp() throws Exception {
    open(settings -> settings);
    Process client = knock();
    new Reading(client.getInputStream()).awaits("READY");
    client.destroyForcibly().waitFor();

    await().atMost(LONG).until(() -> fixture.reception.events.contains("hung up"));
    assertThat(fixture.reception.openTuis).hasValue(0);
  }

  @Test
  void theEndOfInputEndsIt() throws Exception {
    open(settings -> settings);
    Process client = knock();
    Reading out = new Reading(client.getInputStream());
    out.awaits("READY");
    client.getOutputStream().close();

    assertThat(client.waitFor()).isEqualTo(7);
    assertThat(out.all()).contains(FakeReception.LEAVE + "the input ended");
  }

  @Test
  void idlenessIsWarnedOfAndThenEnds() throws Exception {
    open(
        settings ->
            settings.withTimeouts(
                Timeouts.DEFAULT.withIdle(Duration.ofSeconds(6), Duration.ofSeconds(3))));
    Process client = knock();
    Reading out = new Reading(client.getInputStream());
    out.awaits("s left");
    DoorFixture.type(client, "x");

    assertThat(client.waitFor()).isEqualTo(7);
    String all = out.all();
    assertThat(all.substring(all.indexOf("<x>"))).contains("idle, 3 s left", "idle, 1 s left");
    assertThat(all).endsWith(FakeReception.LEAVE + "nothing was done here for too long\r\n");
  }

  @Test
  void theLongestTimeEndsEvenABusyOne() throws Exception {
    open(settings -> settings.withTimeouts(Timeouts.DEFAULT.withAbsolute(Duration.ofSeconds(3))));
    Process client = knock();
    Reading out = new Reading(client.getInputStream());
    out.awaits("READY");

    assertThat(client.waitFor()).isEqualTo(7);
    assertThat(out.all())
        .endsWith(FakeReception.LEAVE + "the longest time for one session is over\r\n");
  }

  @Test
  void shuttingDownRestoresTheTerminal() throws Exception {
    open(settings -> settings);
    Process client = knock();
    Reading out = new Reading(client.getInputStream());
    out.awaits("READY");
    fixture.door.close();

    assertThat(client.waitFor()).isEqualTo(7);
    assertThat(out.all()).endsWith(FakeReception.LEAVE + "the server is shutting down\r\n");
  }

  @Test
  void aStubbornTextUiIsEndedByTheDoorWhichRestoresTheTerminal() throws Exception {
    open(settings -> settings);
    fixture.reception.stubborn = true;
    Process client = knock();
    Reading out = new Reading(client.getInputStream());
    Reading err = new Reading(client.getErrorStream());
    out.awaits("READY");
    fixture.door.close();

    assertThat(client.waitFor()).isEqualTo(7);
    assertThat(out.all()).contains("\033[?1049l").contains("\033[?25h");
    assertThat(err.all()).contains("the server is shutting down");
  }

  @Test
  void aHundredIdleSessionsTakeNoThreads() throws Exception {
    open(
        settings ->
            settings.withLimits(
                Limits.DEFAULT.withConnectionsPerUser(200).withStartups(200, 200, 200)));
    Process first = knock();
    new Reading(first.getInputStream()).awaits("READY");
    int before = Thread.getAllStackTraces().size();
    List<Process> clients = new ArrayList<>();
    List<Reading> outs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Process client = knock();
      clients.add(client);
      Reading out = new Reading(client.getInputStream());
      outs.add(out);
      if (i % 10 == 9) {
        out.awaits("READY");
      }
    }
    outs.forEach(out -> out.awaits("READY"));

    // The library's pool is bounded by the number of cores, whatever the number of sessions; two
    // threads per client belong to Java's own handling of processes and come and go.
    assertThat(serverThreads()).hasSizeLessThan(30);
    assertThat(before).isPositive();
    for (Process client : clients) {
      DoorFixture.type(client, "q");
    }
    for (Process client : clients) {
      assertThat(client.waitFor()).isEqualTo(5);
    }
  }

  private static List<String> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("ssh") || name.contains("nio2"))
        .toList();
  }
}
