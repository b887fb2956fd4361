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

/**
 * Powers a VM on. Proof: whether it is active; when it is off, libvirt's reason may prove that it
 * never ran.
 */
public record StartVmHandler(Operation.StartVm operation) implements Handler {
  private static final String REASON = "reason-before";

  /** VIR_DOMAIN_SHUTOFF_FAILED. */
  private static final String FAILED = "failed";

  /**
   * VIR_DOMAIN_SHUTOFF_UNKNOWN: no process of it has ended under this libvirtd, nor did this
   * libvirtd find one of its predecessor's.
   */
  private static final String UNKNOWN = "unknown";

  /** VIR_DOMAIN_PAUSED_STARTING_UP: the start is under way, and may still fail. */
  private static final String STARTING = "starting up";

  /** With the time to connect again, less than the 30 s within which an operation settles. */
  private static final Duration START_ENDS_WITHIN = Duration.ofSeconds(15);

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
    if (starting(vm)) {
      return new Finding.Settled(stuck());
    }
    if (vm.state().active()) {
      return new Finding.Settled(Outcome.succeeded("found " + vm.state().word()));
    }
    if (neverRan(vm, work)) {
      return new Finding.NotDone();
    }
    return new Finding.Settled(
        Outcome.interrupted(
            ErrorCode.HYPERVISOR_LOST,
            "The VM is " + vm.state().word() + "; it may have run in between.",
            "Look at the VM and its log on the host; start it again if it should run."));
  }

  /**
   * libvirt renews the reason whenever a VM stops. That it is off for the same reason as before
   * proves nothing: it may have run and stopped in the same way again.
   */
  private static boolean neverRan(Vm vm, Work work) {
    return switch (vm.reason()) {
      case FAILED -> true;
      case UNKNOWN -> UNKNOWN.equals(work.noted(REASON));
      default -> false;
    };
  }

  /**
   * A libvirtd that was killed after it noted the start and before QEMU ran does not take that up
   * again, nor does it end it: its state file names no process, so it never looks, and the start's
   * job in it locks out every other (seen with 9.0).
   */
  private static Outcome stuck() {
    return Outcome.interrupted(
        ErrorCode.HYPERVISOR_LOST,
        "libvirt still says that the VM is starting up, "
            + START_ENDS_WITHIN.toSeconds()
            + " s on.",
        "If it stays so, libvirtd was killed in the middle of the start and cannot end it: stop"
            + " libvirtd, end the VM's QEMU process if there is one, delete the VM's .xml in"
            + " /run/libvirt/qemu, start libvirtd, then the VM. Other VMs run on meanwhile.");
  }

  private Vm onceStarted(Work work) {
    Instant until = work.now().plus(START_ENDS_WITHIN);
    Vm vm = work.vm(operation.vm());
    while (starting(vm) && work.now().isBefore(until)) {
      work.await(Duration.ofMillis(250));
      vm = work.vm(operation.vm());
    }
    return vm;
  }

  private static boolean starting(Vm vm) {
    return vm.state() == VmState.PAUSED && vm.reason().equals(STARTING);
  }
}
