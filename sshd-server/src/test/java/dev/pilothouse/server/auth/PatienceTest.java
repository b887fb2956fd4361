package dev.pilothouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final Patience patience = new Patience();
  private final Source source = new Source("10.0.0.1");
  private final Instant now = Instant.EPOCH;

  @Test
  void waitingGrowsToALimitAndIsForgotten() {
    assertThat(patience.delay(source, now)).isZero();
    patience.failed(source, now);
    assertThat(patience.delay(source, now)).isEqualTo(Duration.ofMillis(250));
    patience.failed(source, now);
    assertThat(patience.delay(source, now)).isEqualTo(Duration.ofMillis(500));
    for (int i = 0; i < 100; i++) {
      patience.failed(source, now);
    }
    assertThat(patience.delay(source, now)).isEqualTo(Duration.ofSeconds(10));
    assertThat(patience.delay(new Source("10.0.0.2"), now)).isZero();
    assertThat(patience.delay(source, now.plus(Duration.ofMinutes(11)))).isZero();
  }

  @Test
  void successClearsIt() {
    patience.failed(source, now);
    patience.succeeded(source);
    assertThat(patience.delay(source, now)).isZero();
  }
}
