package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Configuration;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The VMs of a simulation as their XML, for what changes only that. */
final class SimulatedXmls implements SimulatedNics.Guests, SimulatedSnapshots.Guests {
  private final SimulatedHost of;

  SimulatedXmls(SimulatedHost of) {
    this.of = of;
  }

  @Override
  public String xml(UUID vm, Configuration.Scope scope) {
    return of.with(vm, found -> found.xml(scope));
  }

  @Override
  public void change(UUID vm, Configuration.Scope scope, UnaryOperator<String> change) {
    SimulatedVm changed =
        of.with(
            vm,
            found -> {
              found.change(scope, change.apply(found.xml(scope)));
              return found;
            });
    of.tell(changed, "");
  }

  @Override
  public void letGo(UUID vm, Runnable deed) {
    Instant then = of.clock.instant().plus(SimulatedDisks.LETS_GO_AFTER);
    of.with(
        vm,
        found -> {
          of.plans.add(then, vm, guest -> deed.run());
          return found;
        });
  }

  @Override
  public SimulatedSnapshots.Frozen freeze(UUID vm) {
    return of.with(
        vm,
        found ->
            new SimulatedSnapshots.Frozen(
                found.state, found.live, found.xml(Configuration.Scope.DEFINED)));
  }

  @Override
  public void thaw(UUID vm, SimulatedSnapshots.Frozen frozen) {
    of.pace.take(Duration.ofMillis(800));
    SimulatedVm thawed =
        of.with(
            vm,
            found -> {
              found.thaw(frozen, of.clock.instant());
              return found;
            });
    of.tell(thawed, frozen.live() == null ? "stopped (from snapshot)" : "started (from snapshot)");
  }
}
