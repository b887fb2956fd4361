package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmCopy;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.NicOperation;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.ArrayList;
import java.util.List;

/** Changes the network interfaces of VMs that are only values. */
final class FakeNics {
  private FakeNics() {}

  static Vm execute(Vm vm, NicOperation operation) {
    List<Nic> nics = new ArrayList<>(vm.nics());
    nics.removeIf(nic -> nic.mac().equals(operation.mac()));
    switch (operation) {
      case NicOperation.AddNic o ->
          nics.add(new Nic(o.mac(), o.model(), o.network(), List.of(), "vnet9", o.up()));
      case NicOperation.RemoveNic o -> known(vm, o.mac());
      case NicOperation.SetNic o -> {
        Nic was = known(vm, o.mac());
        String network = o.wanted().network();
        String model = o.wanted().model();
        nics.add(
            new Nic(
                was.mac(),
                model == null ? was.model() : model,
                network == null ? was.network() : network,
                was.addresses(),
                was.target(),
                was.up()));
      }
      case NicOperation.SetNicLink o -> {
        Nic was = known(vm, o.mac());
        nics.add(
            new Nic(was.mac(), was.model(), was.network(), was.addresses(), was.target(), o.up()));
      }
    }
    return VmCopy.of(vm).nics(nics).build();
  }

  private static Nic known(Vm vm, String mac) {
    return vm.nics().stream()
        .filter(nic -> nic.mac().equals(mac))
        .findFirst()
        .orElseThrow(() -> new OperationException(ErrorCode.NOT_FOUND, "There is no NIC " + mac));
  }
}
