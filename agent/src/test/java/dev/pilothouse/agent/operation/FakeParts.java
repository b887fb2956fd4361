package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.hypervisor.Configuration;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedNics;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedSnapshots;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The machines of a {@link FakeHypervisor} as its parts see them. */
final class FakeParts implements SimulatedNics.Guests, SimulatedSnapshots.Guests {
  private final FakeHypervisor of;

  FakeParts(FakeHypervisor of) {
    this.of = of;
  }

  @Override
  public void letGo(UUID vm, Runnable deed) {
    if (of.guestsObey) {
      deed.run();
    }
  }

  @Override
  public String xml(UUID vm, Configuration.Scope scope) {
    synchronized (of) {
      FakeMachine machine = of.machine(vm);
      return scope == Configuration.Scope.LIVE && machine.live != null ? machine.live : machine.xml;
    }
  }

  @Override
  public void change(UUID vm, Configuration.Scope scope, UnaryOperator<String> change) {
    synchronized (of) {
      FakeMachine machine = of.machine(vm);
      if (machine.state.active() && machine.live == null) {
        machine.live = machine.xml;
      }
      String changed = change.apply(xml(vm, scope));
      switch (scope) {
        case LIVE -> machine.live = changed;
        case DEFINED -> machine.xml = changed;
      }
    }
  }

  @Override
  public SimulatedSnapshots.Frozen freeze(UUID vm) {
    synchronized (of) {
      FakeMachine machine = of.machine(vm);
      return new SimulatedSnapshots.Frozen(machine.state, machine.live, machine.xml);
    }
  }

  @Override
  public void thaw(UUID vm, SimulatedSnapshots.Frozen frozen) {
    synchronized (of) {
      of.become(of.machine(vm), frozen.state(), "from snapshot");
      of.machine(vm).live = frozen.live();
      of.machine(vm).xml = frozen.defined();
    }
  }
}
