package dev.pilothouse.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.FakeFleet;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.server.DoorFixture.Ended;
import dev.pilothouse.server.OtherClient.Opened;
import dev.pilothouse.tui.ControlRoomReception;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real text UI and the real commands behind the door. */
class ControlRoomTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path dir;
  private final FakeFleet fleet =
      FakeFleet.of(
          IntStream.range(0, 200)
              .mapToObj(i -> Vms.vm("h1", "vm%03d".formatted(i)).build())
              .toArray(Vm[]::new));
  private final ControlRoomReception reception =
      new ControlRoomReception(
          fleet.room(), Surroundings.remote(Clock.systemUTC(), "test"), "node1");
  private DoorFixture fixture;

  @BeforeEach
  void setUp() throws Exception {
    fixture = new DoorFixture(dir, settings -> settings, fake -> reception);
  }

  @AfterEach
  void tearDown() throws Exception {
    fixture.close();
    reception.close();
    fleet.close();
  }

  @Test
  void aStormOfSizesWhileFramesArePainted() throws Exception {
    try (OtherClient client = new OtherClient(fixture)) {
      Opened ui = client.textUi();
      ui.awaitsOut("vm000");
      for (int i = 0; i < 3000; i++) {
        ui.size(0, 0);
        ui.size(65_535, 65_535);
        ui.size(1, 1);
        ui.size(70 + i % 50, 20 + i % 20);
        if (i % 100 == 0) {
          ui.type("jk");
          fleet.agent("h1").change(Vms.vm("h1", "vm001").cpuPercent(i % 90).build());
        }
      }
      ui.size(99, 61);
      // A new size repaints all, line by line; the line of keys is the last one.
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> {
                String all = ui.out();
                String last = all.substring(all.lastIndexOf("Pilothouse"));
                assertThat(last.lines()).hasSize(61);
                assertThat(last).contains("quit");
              });
      ui.type("q");

      assertThat(ui.exitStatus()).isZero();
    }
  }

  @Test
  void headEndsWhoFollowsEvents() throws Exception {
    Process client = fixture.start(fixture.ssh(List.of(), "event", "follow"));
    // Following has no greeting: events come until it shows, and the next one ends it.
    BufferedReader head = client.inputReader(UTF_8);
    await()
        .atMost(LONG)
        .until(
            () -> {
              fleet.agent("h1").publish(notice());
              return head.ready();
            });
    assertThat(head.readLine()).endsWith("h1/vm001  started");
    head.close();
    fleet.agent("h1").publish(notice());

    Ended ended = DoorFixture.finish(client, new byte[0]);
    assertThat(ended.status()).isEqualTo(141);
    assertThat(ended.err()).doesNotContain("rror");
  }

  @Test
  void aCountEndsItWithTheLastOneItself() throws Exception {
    Process client = fixture.start(fixture.ssh(List.of(), "event", "follow", "--count", "2"));
    await()
        .atMost(LONG)
        .until(
            () -> {
              fleet.agent("h1").publish(notice());
              return !client.isAlive();
            });

    Ended ended = DoorFixture.finish(client, new byte[0]);
    assertThat(ended.status()).isZero();
    assertThat(ended.out().lines()).hasSize(2);
  }

  private static Notice notice() {
    return new Notice(
        Instant.EPOCH, Notice.Severity.INFO, "h1", Vms.ref("h1", "vm001"), "vm001", "started");
  }
}
