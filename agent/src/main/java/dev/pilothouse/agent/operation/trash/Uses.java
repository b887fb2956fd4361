package dev.pilothouse.agent.operation.trash;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.fleet.model.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Who else needs a volume. */
final class Uses {
  private Uses() {}

  static List<String> byOtherVms(Hypervisor hypervisor, String path, UUID than) {
    List<String> users = new ArrayList<>();
    for (Vm vm : hypervisor.list()) {
      if (!vm.ref().uuid().equals(than)
          && vm.disks().stream().anyMatch(disk -> disk.source().equals(path))) {
        users.add("the VM " + vm.name());
      }
    }
    return users;
  }

  /** VMs that have it as a disk, and volumes that build on it. */
  static List<String> of(Hypervisor hypervisor, String path, UUID than) {
    List<String> users = byOtherVms(hypervisor, path, than);
    hypervisor.storage().pools().stream()
        .flatMap(pool -> pool.volumes().stream())
        .filter(volume -> volume.backing().equals(path))
        .forEach(volume -> users.add("the volume " + volume.path()));
    return users;
  }
}
