package dev.pilothouse.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerIT {
  @TempDir Path folder;

  @Test
  void whatWasAnsweredSurvivesKillNine() {
    try (RedisServer redis = RedisServer.onSocket(folder)) {
      assertThat(cli("-s", redis.socket().toString(), "SET", "key", "kept")).isEqualTo("OK");
      redis.restart();
      assertThat(cli("-s", redis.socket().toString(), "GET", "key")).isEqualTo("kept");
    }
  }

  @Test
  void aPortStaysTheSameOverARestart() {
    try (RedisServer redis = RedisServer.onPort(folder)) {
      int port = redis.port();
      redis.restart();
      assertThat(redis.port()).isEqualTo(port);
      assertThat(cli("-p", Integer.toString(port), "PING")).isEqualTo("PONG");
    }
  }

  private static String cli(String... words) {
    return Commands.run(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("redis-cli"), java.util.stream.Stream.of(words))
            .toList(),
        Map.of());
  }
}
