package dev.pilothouse.agent.operation.migration.plan;

import java.util.List;
import java.util.stream.Stream;

/** Looks for one thing that can stand in the way. */
@FunctionalInterface
interface Check {
  void look(Survey survey, Findings found);

  /** All of them, what is plainest first. */
  static List<Check> all() {
    return Stream.of(VmChecks.all(), PlaceChecks.all(), DeviceChecks.all(), DiskChecks.all())
        .flatMap(List::stream)
        .toList();
  }
}
