package dev.pilothouse.fleet.bus.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.FakeAgent;
import dev.pilothouse.fleet.bus.FakeFleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.fleet.wire.TrustedKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A management node and an agent, each with its own connection to a real server that dies. */
class RedisFleetIT {
  private static final Logger LOG = LoggerFactory.getLogger(RedisFleetIT.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RealRedis redis = RealRedis.onUnixSocket();
  private final SigningKey key = SigningKey.generate();
  private final Vm web = Vms.vm("h1", "web01").build();
  private final Bus agentBus = RedisBus.open(RedisOptions.at(redis.address()));
  private final Bus roomBus = RedisBus.open(RedisOptions.at(redis.address()));
  private final FakeAgent agent =
      FakeAgent.start(agentBus, "h1", TrustedKeys.of(key), List.of(web));
  private final ControlRoom room = ControlRoom.open(roomBus, key, "node1");

  @AfterEach
  void close() {
    room.close();
    agent.close();
    roomBus.close();
    agentBus.close();
    redis.close();
  }

  @Test
  void operationsRunAndTheFleetShows() {
    room.synced().orTimeout(60, TimeUnit.SECONDS).join();
    OperationRecord ended = finished(submit());
    assertThat(ended.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(room.fleet().vm(web.ref())).isNotNull();
    assertThat(room.recentOperations(5)).extracting(OperationRecord::id).contains(ended.id());
  }

  @Test
  void aServerThatDiesAgainAndAgainLosesNothingAndDoesNothingTwice() {
    List<OperationRecord> submitted = new ArrayList<>();
    int lost = 0;
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 20; i++) {
        submitted.add(submit());
      }
      redis.kill9();
      try {
        submitted.add(submit());
      } catch (OperationException e) {
        assertThat(e.failure().code()).isEqualTo(ErrorCode.BUS_LOST);
        lost++;
      }
      redis.restart();
      await().atMost(PATIENCE).until(room::connected);
      submitted.add(insistOnSubmitting());
    }
    assertThat(lost).isEqualTo(3);
    for (OperationRecord record : submitted) {
      assertThat(finished(record).state().terminal()).isTrue();
    }
    List<UUID> executed = agent.executed();
    assertThat(new HashSet<>(executed)).hasSameSizeAs(executed);
    for (OperationRecord record : submitted) {
      OperationState state = finished(record).state();
      assertThat(executed.contains(record.id()))
          .as("operation %d, %s", record.number(), state)
          .isEqualTo(state != OperationState.EXPIRED && state != OperationState.CANCELLED);
    }
    await().atMost(PATIENCE).until(() -> presence() == Presence.ONLINE);
  }

  @Test
  void anOutageTurnsTheHostStaleAndTheEndOfItBringsItBack() {
    await().atMost(PATIENCE).until(() -> presence() == Presence.ONLINE);
    redis.kill9();
    Vm mail = Vms.vm("h1", "mail").build();
    agent.change(mail);
    await().atMost(PATIENCE).until(() -> presence() == Presence.STALE);
    assertThat(room.connected()).isFalse();
    assertThat(room.fleet().vms("h1")).containsOnly(web);
    redis.restart();
    await().atMost(PATIENCE).until(() -> presence() == Presence.ONLINE);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(room.fleet().vms("h1")).containsOnly(web, mail));
  }

  /** No assertion on time: what it logs is for people. */
  @Test
  void figures() throws Exception {
    int count = 300;
    BlockingQueue<Long> accepted = new LinkedBlockingQueue<>();
    room.onOperation(
        record -> {
          if (record.state() == OperationState.ACCEPTED) {
            accepted.add(record.number());
          }
        });
    long[] latency = new long[count];
    // The first half only warms up.
    for (int i = -count; i < count; i++) {
      long start = System.nanoTime();
      long number = submit().number();
      assertThat(accepted.poll(60, TimeUnit.SECONDS)).isEqualTo(number);
      latency[Math.max(0, i)] = System.nanoTime() - start;
    }
    Arrays.sort(latency);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      submit();
    }
    long queued = System.nanoTime() - start;
    for (int i = 0; i < count; i++) {
      assertThat(accepted.poll(60, TimeUnit.SECONDS)).isNotNull();
    }
    long all = System.nanoTime() - start;
    LOG.info(
        "submit -> accepted, as a watcher hears it: p50 {} us, p99 {} us; {} submits/s by one"
            + " caller, {} operations/s through one agent",
        latency[count / 2] / 1_000,
        latency[count * 99 / 100] / 1_000,
        count * 1_000_000_000L / queued,
        count * 1_000_000_000L / all);
  }

  private Presence presence() {
    Host host = room.fleet().host("h1");
    return host == null ? Presence.OFFLINE : host.presence();
  }

  private OperationRecord submit() {
    return room.submit(
        new Operation.SetAutostart(web.ref(), true), "web01", FakeFleet.ADMIN, PATIENCE);
  }

  private OperationRecord insistOnSubmitting() {
    return await()
        .atMost(PATIENCE)
        .ignoreException(OperationException.class)
        .until(this::submit, record -> true);
  }

  private OperationRecord finished(OperationRecord record) {
    return room.finished(record.number()).orTimeout(60, TimeUnit.SECONDS).join();
  }
}
