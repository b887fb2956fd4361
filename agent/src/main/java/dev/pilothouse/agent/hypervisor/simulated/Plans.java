package dev.pilothouse.agent.hypervisor.simulated;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** What guests will do later. Not thread-safe: the hypervisor's lock guards it. */
final class Plans {
  /** One thing that one guest will do. */
  record Plan(Instant at, UUID vm, Consumer<SimulatedVm> deed) {}

  private final List<Plan> plans = new ArrayList<>();

  void add(Instant at, UUID vm, Consumer<SimulatedVm> deed) {
    plans.add(new Plan(at, vm, deed));
  }

  /** Takes out what is to be done by now, in the order in which it was planned. */
  List<Plan> due(Instant now) {
    List<Plan> due = plans.stream().filter(plan -> !plan.at().isAfter(now)).toList();
    plans.removeAll(due);
    return due;
  }
}
