package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Vm;
import java.util.List;

/**
 * The VMs that an action is for.
 *
 * @param vms as they are now, in the order of the list
 * @param hidden how many of them the filter hides at the moment
 */
record Selection(List<Vm> vms, int hidden) {
  Selection {
    vms = List.copyOf(vms);
  }

  boolean single() {
    return vms.size() == 1;
  }

  /** Such as {@code web01 on h1} or {@code 13 VMs, 4 of them hidden by the filter}. */
  String what() {
    if (single()) {
      return vms.getFirst().name() + " on " + vms.getFirst().host();
    }
    return vms.size()
        + " VMs"
        + (hidden == 0 ? "" : ", " + hidden + " of them hidden by the filter");
  }
}
