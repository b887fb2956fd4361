package dev.pilothouse.agent.operation.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Migrations.Job;
import dev.pilothouse.agent.operation.handler.Departures.Limits;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationFigures.Phase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final long MB = 1_000_000;
  private static final Instant BEGAN = Instant.parse("2026-11-23T06:30:00Z");

  private final Figures figures = new Figures(() -> new Limits(7 * MB, 300));

  private static Job job(
      boolean postCopy, long diskDone, long memoryDone, long left, long rate, int pass) {
    return new Job(
        false,
        postCopy,
        diskDone,
        100 * MB,
        memoryDone,
        left,
        100 * MB,
        rate,
        0,
        10 * MB,
        pass,
        40);
  }

  private MigrationFigures at(int millis, Job job) {
    return figures.of(job, BEGAN.plusMillis(millis));
  }

  @Test
  void disksThenMemoryThenTheRest() {
    at(0, job(false, 0, 0, 0, 0, 0));
    MigrationFigures disks = at(1000, job(false, 50 * MB, 0, 0, 0, 0));
    assertThat(disks.phase()).isEqualTo(Phase.DISKS);
    // libvirt says no rate: what came since the last look.
    assertThat(disks.bytesPerSecond()).isEqualTo(50 * MB);
    assertThat(figures.percent()).isEqualTo(25);
    assertThat(disks.leftMillis()).isBetween(3000L, 4000L);

    MigrationFigures memory = at(2000, job(false, 100 * MB, 50 * MB, 50 * MB, 100 * MB, 1));
    assertThat(memory.phase()).isEqualTo(Phase.MEMORY);
    assertThat(memory.bytesPerSecond()).isEqualTo(100 * MB);
    assertThat(memory.limitBytesPerSecond()).isEqualTo(7 * MB);
    assertThat(memory.maxDowntimeMillis()).isEqualTo(300);
    assertThat(memory.expectedDowntimeMillis()).isEqualTo(40);
    assertThat(figures.percent()).isEqualTo(75);

    at(3000, job(false, 100 * MB, 150 * MB, 90 * MB, 100 * MB, 2));
    // Further passes are no way back.
    assertThat(figures.percent()).isEqualTo(75);
    assertThat(at(4000, job(true, 100 * MB, 150 * MB, 10 * MB, 100 * MB, 2)).phase())
        .isEqualTo(Phase.POST_COPY);
    assertThat(figures.percent()).isEqualTo(95);
    assertThat(figures.fastest()).isEqualTo(100 * MB);
  }

  /** So libvirt says it while it copies disks, and at the very first look. */
  @Test
  void memoryThatIsNotKnownYetIsStillToCome() {
    figures.of(new Job(false, false, 0, 0, 0, 0, 0, 0, 0, -1, 0, -1), BEGAN);
    assertThat(figures.percent()).isZero();
    long half = 50 * MB;
    figures.of(new Job(false, false, half, 2 * half, 0, 0, 0, 0, 0, -1, 0, -1), BEGAN);
    assertThat(figures.percent()).isEqualTo(25);
  }

  @Test
  void ratesAreHalfSecondsAndTheLastTwentyOfThem() {
    MigrationFigures last = at(0, job(false, 100 * MB, 0, MB, MB, 1));
    for (int look = 1; look <= 60; look++) {
      last = at(look * 250, job(false, 100 * MB, 0, MB, look * MB, 1));
    }
    assertThat(last.rates()).hasSize(20).startsWith(22 * MB, 24 * MB).endsWith(58 * MB, 60 * MB);
  }

  @Test
  void filesHaveAnEndInSight() {
    MigrationFigures files = figures.ofFiles(10 * MB, 40 * MB, Duration.ofSeconds(2));
    assertThat(files.phase()).isEqualTo(Phase.COPYING_FILES);
    assertThat(files.bytesPerSecond()).isEqualTo(5 * MB);
    assertThat(files.leftMillis()).isEqualTo(6000);
  }
}
