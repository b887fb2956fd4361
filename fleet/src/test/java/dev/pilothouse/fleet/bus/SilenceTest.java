package dev.pilothouse.fleet.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
  /** The promise is 3 s; agents' beats are a second apart, and one may be lost. */
  @Test
  void aSilentHostIsStaleWithinThreeSecondsAndNotForOneLostBeat() {
    assertThat(FleetFeed.SILENCE)
        .isLessThan(Duration.ofSeconds(3))
        .isGreaterThan(Duration.ofSeconds(2));
  }
}
