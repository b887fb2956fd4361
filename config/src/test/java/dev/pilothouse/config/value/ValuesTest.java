package dev.pilothouse.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values as people write them. */
class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "90s, PT1M30S, 1m30s",
    "15m, PT15M, 15m",
    "1h30m, PT1H30M, 1h30m",
    "2d, PT48H, 2d",
    "250ms, PT0.25S, 250ms",
    "1d2h3m4s5ms, PT26H3M4.005S, 1d2h3m4s5ms",
    "0s, PT0S, 0s",
    "PT15M, PT15M, 15m",
    "pt1h, PT1H, 1h",
    "P1D, PT24H, 1d",
    "PT0.000001S, PT0.000001S, PT0.000001S"
  })
  void durations(String written, Duration duration, String formatted) {
    assertThat(Durations.parse(written)).contains(duration);
    assertThat(Durations.format(duration)).isEqualTo(formatted);
    assertThat(Durations.parse(formatted)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "90",
        "s",
        "1.5h",
        "-5s",
        "PT-5S",
        "30m1h",
        "5 m",
        "1h 30m",
        "P",
        "9999999999s"
      })
  void noDurations(String written) {
    assertThat(Durations.parse(written)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0B, 0, 0B",
    "512B, 512, 512B",
    "64MiB, 67108864, 64MiB",
    "1024KiB, 1048576, 1MiB",
    "1 GB, 1000000000, 1000000000B",
    "4kB, 4000, 4000B",
    "3TiB, 3298534883328, 3TiB"
  })
  void sizes(String written, long bytes, String formatted) {
    assertThat(ByteSize.parse(written)).contains(new ByteSize(bytes));
    assertThat(new ByteSize(bytes)).hasToString(formatted);
    assertThat(ByteSize.parse(formatted)).contains(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "64", "MiB", "1.5GiB", "-1B", "64mib", "1KB", "1kiB", "9000000000TiB"})
  void noSizes(String written) {
    assertThat(ByteSize.parse(written)).isEmpty();
  }

  @Test
  void aSizeIsNeverNegative() {
    assertThatThrownBy(() -> new ByteSize(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "redis.example:6379, redis.example, 6379",
    "10.0.0.7:1, 10.0.0.7, 1",
    "[::1]:65535, ::1, 65535"
  })
  void hostsWithPorts(String written, String host, int port) {
    assertThat(HostPort.parse(written)).contains(new HostPort(host, port));
    assertThat(new HostPort(host, port)).hasToString(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "h", "h:", ":1", "h:0", "h:65536", "::1:6379", "[h]:1", "a b:1", "h:1/"})
  void noHostsWithPorts(String written) {
    assertThat(HostPort.parse(written)).isEmpty();
  }

  @Test
  void secretsAreEqualByValueAndOriginAndPrintNothing() {
    assertThat(Secret.literal("a")).isEqualTo(Secret.literal("a")).hasToString("***");
    assertThat(Secret.literal("a")).isNotEqualTo(Secret.inEnvironment("A", "a"));
    assertThat(Secret.literal("a")).isNotEqualTo(Secret.literal("b"));
    assertThat(Secret.inEnvironment("A", "a").reference()).contains("env:A");
  }
}
