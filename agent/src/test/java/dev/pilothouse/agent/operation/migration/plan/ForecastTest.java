package dev.pilothouse.agent.operation.migration.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationPlan.Convergence;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final long MB = 1_000_000;
  private static final MigrationOptions USUAL = MigrationOptions.standard();

  private static MigrationOptions options(
      long limit, @Nullable Duration downtime, boolean converge, boolean postCopy) {
    return new MigrationOptions(limit, downtime, converge, postCopy, false, false, null);
  }

  @Test
  void whatIsOffTakesAsLongAsItsDisks() {
    assertThat(Forecast.of(0, 1000 * MB, -1, 100 * MB, USUAL))
        .isEqualTo(new Forecast(Convergence.NOT_NEEDED, 10_500, 0));
  }

  @Test
  void aPausedGuestChangesNothing() {
    assertThat(Forecast.of(1000 * MB, 0, 0, 100 * MB, USUAL))
        .isEqualTo(new Forecast(Convergence.NOT_NEEDED, 10_500, 50));
  }

  @Test
  void passesGetShorterUntilTheRestFitsIntoTheDowntime() {
    // 10 s for all, 1 s for what changed in it, 100 ms for what changed in that.
    assertThat(Forecast.of(1000 * MB, 0, 10 * MB, 100 * MB, USUAL))
        .isEqualTo(new Forecast(Convergence.YES, 11_650, 150));
    // With 2 s allowed, the second pass is the last, while it stands still.
    assertThat(
            Forecast.of(
                1000 * MB, 0, 10 * MB, 100 * MB, options(0, Duration.ofSeconds(2), false, false)))
        .isEqualTo(new Forecast(Convergence.YES, 11_550, 1050));
  }

  @Test
  void aLimitBelowTheLineIsTheLine() {
    assertThat(
            Forecast.of(1000 * MB, 0, 0, 100 * MB, options(10 * MB, null, false, false)).millis())
        .isEqualTo(100_500);
    assertThat(
            Forecast.of(1000 * MB, 0, 0, 100 * MB, options(1000 * MB, null, false, false)).millis())
        .isEqualTo(10_500);
  }

  @Test
  void aGuestThatIsFasterThanTheLineNeedsHelp() {
    assertThat(Forecast.of(1000 * MB, 0, 120 * MB, 100 * MB, USUAL).convergence())
        .isEqualTo(Convergence.NO);
    assertThat(
            Forecast.of(1000 * MB, 0, 120 * MB, 100 * MB, options(0, null, true, false))
                .convergence())
        .isEqualTo(Convergence.YES);
    // All of it once, and all of it again after the guest.
    assertThat(Forecast.of(1000 * MB, 0, 120 * MB, 100 * MB, options(0, null, false, true)))
        .isEqualTo(new Forecast(Convergence.YES, 20_500, 50));
  }

  @Test
  void withoutAMeasureNothingIsPromised() {
    assertThat(Forecast.of(1000 * MB, 0, -1, 100 * MB, USUAL).convergence())
        .isEqualTo(Convergence.UNKNOWN);
  }

  @Test
  void howLongIsLeftOfOneUnderWay() {
    assertThat(Forecast.left(100 * MB, 1000 * MB, 0, 100 * MB, 300)).isEqualTo(1000);
    assertThat(Forecast.left(1000 * MB, 1000 * MB, 10 * MB, 100 * MB, 300)).isEqualTo(11_000);
    assertThat(Forecast.left(1000 * MB, 1000 * MB, 120 * MB, 100 * MB, 300)).isEqualTo(-1);
    assertThat(Forecast.left(1000 * MB, 1000 * MB, 10 * MB, 0, 300)).isEqualTo(-1);
  }
}
