package dev.pilothouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.FakeFleet;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.tui.ControlRoomReception;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a key costs on the line, OpenSSH's client at the other end and its packets included: the
 * figures of BENCHMARKS.md are this test's log. 80x24, 5,000 VMs.
 */
class PacketBudgetTest {
  private static final Logger LOG = LoggerFactory.getLogger(PacketBudgetTest.class);

  /** Around what is shown: one packet's head, padding and seal. */
  private static final int PACKET = 52;

  @TempDir Path dir;

  @Test
  void aKeyIsOnePacketEachWay() throws Exception {
    Random random = new Random(7);
    Vm[] vms = IntStream.range(0, 5000).mapToObj(i -> vm(i, random)).toArray(Vm[]::new);
    try (FakeFleet fleet = FakeFleet.of(vms);
        ControlRoomReception reception =
            new ControlRoomReception(
                fleet.room(), Surroundings.remote(Clock.systemUTC(), "test"), "node1");
        DoorFixture fixture = new DoorFixture(dir, settings -> settings, fake -> reception);
        Relay relay = new Relay(fixture.door.port())) {
      List<String> command = new ArrayList<>(fixture.ssh(List.of("-tt")));
      command.set(command.indexOf("-p") + 1, Integer.toString(relay.port()));
      Process client = fixture.start(command);
      Reading out = new Reading(client.getInputStream());
      out.awaits("vm0018-");
      quiet(relay);

      Cost down = mean(client, out, relay, "j", 10);
      Cost page = mean(client, out, relay, "\033[6~", 10);
      LOG.info("Down: {}; page: {}", down, page);

      assertThat(down.toServer()).isLessThanOrEqualTo(PACKET);
      assertThat(down.shown()).isLessThanOrEqualTo(24); // as in EncoderBudgetTest
      assertThat(down.toClient()).isLessThanOrEqualTo(down.shown() + PACKET);
      assertThat(page.toServer()).isLessThanOrEqualTo(PACKET);
      assertThat(page.toClient()).isLessThanOrEqualTo(page.shown() + PACKET);
      DoorFixture.type(client, "q");
      assertThat(client.waitFor()).isZero();
    }
  }

  /** Rows with as little in common as those of a real fleet. */
  private static Vm vm(int i, Random random) {
    String kind = List.of("web", "db-primary", "cache", "build-runner", "mail").get(i % 5);
    Vms.Builder vm =
        Vms.vm("h" + i % 7, "vm%04d-%s".formatted(i, kind))
            .vcpus(1 + random.nextInt(8))
            .memoryBytes((1L + random.nextInt(32)) << 29);
    return random.nextInt(3) == 0
        ? vm.build()
        : vm.running(Instant.EPOCH).cpuPercent(random.nextInt(1000) / 10.0).build();
  }

  /**
   * Means.
   *
   * @param shown of what went to the client, the bytes that reached the terminal
   */
  private record Cost(long toServer, long toClient, long shown) {}

  private static Cost mean(Process client, Reading out, Relay relay, String key, int times)
      throws Exception {
    long up = relay.toServer();
    long down = relay.toClient();
    long shown = out.size();
    for (int i = 0; i < times; i++) {
      long before = relay.toClient();
      DoorFixture.type(client, key);
      await().atMost(Duration.ofSeconds(60)).until(() -> relay.toClient() > before);
      quiet(relay);
    }
    return new Cost(
        (relay.toServer() - up) / times,
        (relay.toClient() - down) / times,
        (out.size() - shown) / times);
  }

  /** Waits until nothing has come for a moment. */
  private static void quiet(Relay relay) {
    long[] last = {-1};
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(150))
        .until(
            () -> {
              long now = relay.toClient();
              boolean same = now == last[0];
              last[0] = now;
              return same;
            });
  }
}
