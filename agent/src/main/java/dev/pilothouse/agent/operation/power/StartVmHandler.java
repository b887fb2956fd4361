package dev.pilothouse.agent.operation.power;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Powers a VM on. Proof: whether it is active. */
public record StartVmHandler(Operation.StartVm operation) implements Handler {
  private static final String REASON = "reason-before";

  /** VIR_DOMAIN_SHUTOFF_FAILED. */
  private static final String NEVER_RAN = "failed";

  /** VIR_DOMAIN_PAUSED_STARTING_UP: the start is under way, and may still fail. */
  private static final String STARTING = "starting up";

  private static final Duration START_ENDS_WITHIN = Duration.ofSeconds(20);

  @Override
  public Map<String, String> look(Work work) {
    Vm vm = work.vm(operation.vm());
    if (vm.state().active()) {
      throw Require.wrong(
          "The VM is already " + vm.state().word() + ".", "There is nothing to do.");
    }
    return Map.of(REASON, vm.reason());
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().start(operation.vm().uuid());
    return Outcome.succeeded("started in " + work.took());
  }

  @Override
  public Finding settle(Work work) {
    Vm vm = onceStarted(work);
    if (vm.state().active()) {
      return new Finding.Settled(Outcome.succeeded("found " + vm.state().word()));
    }
    // libvirt renews the reason whenever a VM stops; the same one as before says it never ran.
    if (vm.reason().equals(work.noted(REASON)) || vm.reason().equals(NEVER_RAN)) {
      return new Finding.NotDone();
    }
    return new Finding.Settled(
        Outcome.interrupted(
            ErrorCode.HYPERVISOR_LOST,
            "The VM is " + vm.state().word() + "; it may have run in between.",
            "Look at the VM and its log on the host; start it again if it should run."));
  }

  private Vm onceStarted(Work work) {
    Instant until = work.now().plus(START_ENDS_WITHIN);
    Vm vm = work.vm(operation.vm());
    while (vm.state() == VmState.PAUSED
        && vm.reason().equals(STARTING)
        && work.now().isBefore(until)) {
      work.await(Duration.ofMillis(250));
      vm = work.vm(operation.vm());
    }
    return vm;
  }
}
