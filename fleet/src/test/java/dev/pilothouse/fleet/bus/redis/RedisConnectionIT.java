package dev.pilothouse.fleet.bus.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coming to Redis, losing it, and leaving it. */
class RedisConnectionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PASSWORD = "not-a-secret";

  @Test
  void nobodyThereSaysWhatToCheck() {
    RealRedis gone = RealRedis.onUnixSocket();
    gone.close();
    assertThatThrownBy(() -> RedisBus.open(RedisOptions.at(gone.address())))
        .isInstanceOf(BusUnavailableException.class)
        .hasMessageContaining(gone.address())
        .hasMessageContaining("check that Redis runs");
    awaitNoThreads();
  }

  @Test
  void whoAnswersLateIsWaitedFor() {
    try (RealRedis redis = RealRedis.onLoopback()) {
      redis.freeze();
      CompletableFuture<Void> thawed =
          CompletableFuture.runAsync(
              redis::thaw,
              CompletableFuture.delayedExecutor(
                  Calls.TIMEOUT.plusMillis(500).toMillis(), TimeUnit.MILLISECONDS));
      try (RedisBus bus = RedisBus.open(RedisOptions.at(redis.address()))) {
        assertThat(bus.next("c")).isEqualTo(1);
      }
      thawed.join();
    }
    awaitNoThreads();
  }

  @Test
  void aPasswordIsNeededAndNeverShown() {
    try (RealRedis redis = RealRedis.onLoopback("--requirepass", PASSWORD)) {
      RedisOptions with = new RedisOptions(redis.address(), null, () -> PASSWORD);
      RedisOptions wrong = new RedisOptions(redis.address(), null, () -> "wrong-" + PASSWORD);
      for (RedisOptions bad : List.of(RedisOptions.at(redis.address()), wrong)) {
        assertThatThrownBy(() -> RedisBus.open(bad))
            .isInstanceOf(BusUnavailableException.class)
            .hasMessageContaining("check the user name and password")
            .message()
            .doesNotContain(PASSWORD);
      }
      try (RedisBus bus = RedisBus.open(with)) {
        assertThat(bus.next("c")).isEqualTo(1);
      }
      assertThat(with.toString()).doesNotContain(PASSWORD);
    }
    awaitNoThreads();
  }

  @Test
  void aServerThatHangsIsNoticedAndTopicsComeBack() {
    try (RealRedis redis = RealRedis.onLoopback();
        RedisBus bus = RedisBus.open(RedisOptions.at(redis.address()))) {
      List<Boolean> connection = new CopyOnWriteArrayList<>();
      List<String> heard = new CopyOnWriteArrayList<>();
      bus.onConnection(connection::add);
      bus.subscribe("t", heard::add);
      redis.freeze();
      assertThatThrownBy(() -> bus.read("k")).isInstanceOf(BusUnavailableException.class);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(connection).containsExactly(true, false));
      redis.thaw();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(connection).containsExactly(true, false, true));
      await()
          .atMost(PATIENCE)
          .ignoreException(BusUnavailableException.class)
          .untilAsserted(
              () -> {
                bus.publish("t", "again");
                assertThat(heard).contains("again");
              });
    }
  }

  @Test
  void overTcpTooTopicsComeBackAfterARestart() {
    try (RealRedis redis = RealRedis.onLoopback();
        RedisBus bus = RedisBus.open(RedisOptions.at(redis.address()))) {
      List<String> heard = new CopyOnWriteArrayList<>();
      bus.subscribe("t", heard::add);
      for (int i = 0; i < 3; i++) {
        String ring = "after restart " + i;
        redis.kill9();
        redis.restart();
        await()
            .atMost(PATIENCE)
            .ignoreException(BusUnavailableException.class)
            .untilAsserted(
                () -> {
                  bus.publish("t", ring);
                  assertThat(heard).contains(ring);
                });
      }
    }
  }

  @Test
  void aClosedBusLeavesNoThreads() {
    try (RealRedis redis = RealRedis.onUnixSocket()) {
      RedisBus bus = RedisBus.open(RedisOptions.at(redis.address()));
      assertThat(threads()).isNotEmpty();
      bus.close();
    }
    awaitNoThreads();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:6379",
        "http://localhost:6379",
        "redis://localhost",
        "redis+uds://",
        "redis+uds:///",
        "redis://user:pw@localhost:6379",
        "redis://local host:6379"
      })
  void whatIsNoAddressIsRefused(String address) {
    assertThatThrownBy(() -> RedisOptions.at(address))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("pw@");
  }

  private static void awaitNoThreads() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isEmpty());
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .map(Thread::getName)
        .filter(name -> name.contains("redisson") || name.contains("pilothouse"))
        .collect(Collectors.toSet());
  }
}
