package dev.pilothouse.fleet.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was known of a guest before its VM migrated, until its new host's agent knows more. */
final class LastKnown {
  /** libvirt's reason of a VM that runs where it migrated to. */
  private static final String MIGRATED = "migrated";

  private LastKnown() {}

  /**
   * @param vm as its agent says it
   * @param before what this host, or the one that it comes from, said of it last
   */
  static Vm of(Vm vm, @Nullable Vm before) {
    if (before == null || !(vm.arriving() || vm.reason().equals(MIGRATED))) {
      return vm;
    }
    return vm.withGuest(
        vm.os().known() ? vm.os() : before.os(),
        vm.nics().stream()
            .map(nic -> nic.addresses().isEmpty() ? known(nic, before) : nic)
            .toList());
  }

  private static Nic known(Nic nic, Vm before) {
    return nic.with(
        before.nics().stream()
            .filter(other -> other.mac().equals(nic.mac()))
            .map(Nic::addresses)
            .findFirst()
            .orElse(List.of()));
  }
}
