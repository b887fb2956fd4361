package dev.pilothouse.agent.operation.migration.plan;

import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.DiskPlan;
import java.util.Optional;

/** Makes a plan of a survey. */
public final class Planning {
  /** A gigabit a second, less what the wrapping costs. */
  private static final long ASSUMED_BYTES_PER_SECOND = 117_000_000;

  private Planning() {}

  public static Findings findings(Survey survey) {
    Findings found = new Findings();
    Check.all().forEach(check -> check.look(survey, found));
    return found;
  }

  /** With the guest's own pace, which takes a second to measure. */
  public static MigrationPlan plan(Survey survey) {
    Findings found = findings(survey);
    Optional<Long> speed = survey.work().departures().speedTo(survey.to().host());
    long line = Math.max(1, speed.orElse(ASSUMED_BYTES_PER_SECOND));
    long dirty = dirtyRate(survey);
    Forecast forecast =
        Forecast.of(survey.memoryBytes(), survey.diskBytes(), dirty, line, survey.options());
    return new MigrationPlan(
        survey.work().hypervisor().hostName(),
        survey.to().host(),
        survey.state(),
        survey.disks().stream()
            .map(
                route ->
                    new DiskPlan(
                        route.disk().target(),
                        route.disk().source(),
                        route.travel(),
                        route.bytes()))
            .toList(),
        survey.memoryBytes(),
        line,
        speed.isPresent()
            ? "the last migration to " + survey.to().host()
            : "assumed: nothing went there since the agent started",
        dirty,
        forecast.convergence(),
        forecast.millis(),
        forecast.downtimeMillis(),
        found.blockers(),
        found.warnings(),
        survey.basis());
  }

  private static long dirtyRate(Survey survey) {
    if (survey.vm().state() != VmState.RUNNING && survey.vm().state() != VmState.BLOCKED) {
      return survey.active() ? 0 : -1;
    }
    return survey.work().hypervisor().migrations().dirtyRate(survey.vm().ref().uuid()).orElse(-1L);
  }
}
