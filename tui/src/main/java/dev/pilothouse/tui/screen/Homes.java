package dev.pilothouse.tui.screen;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import org.jspecify.annotations.Nullable;

/** Where VMs are now: on whatever host, they keep their UUID. */
public final class Homes {
  private Homes() {}

  /**
   * Where the VM is now that was seen as {@code last}; that itself while it is there, and when it
   * is nowhere.
   */
  public static VmRef follow(Fleet fleet, VmRef last) {
    Vm here = fleet.vm(last);
    return here != null && !here.arriving()
        ? last
        : fleet.owner(last.uuid()).map(Vm::ref).orElse(last);
  }

  /** The VM that was seen as {@code last}, wherever it is; null when it is gone. */
  public static @Nullable Vm find(Fleet fleet, VmRef last) {
    return fleet.vm(follow(fleet, last));
  }

  /**
   * Whether the VM that was seen as {@code last} has left that host and is not yet seen on the one
   * it went to: the news of two hosts come in no order.
   */
  public static boolean between(World world, VmRef last) {
    if (find(world.fleet(), last) != null) {
      return false;
    }
    for (Host host : world.fleet().hosts()) {
      if (world.fleet().vm(new VmRef(host.name(), last.uuid())) != null) {
        return true; // it arrives there
      }
    }
    for (OperationRecord record : world.operations()) {
      if (record.operation() instanceof MigrateVm migrate && migrate.vm().equals(last)) {
        return !record.state().terminal() || record.state() == OperationState.SUCCEEDED;
      }
    }
    return false;
  }

  /** Why the VM that was seen as {@code last} cannot be found, in a sentence. */
  public static String absence(World world, VmRef last) {
    return between(world, last)
        ? "This VM is on its way from " + last.host() + " to another host."
        : "This VM is gone from " + last.host() + ".";
  }
}
