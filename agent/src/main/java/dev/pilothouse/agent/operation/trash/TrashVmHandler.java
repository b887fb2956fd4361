package dev.pilothouse.agent.operation.trash;

import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Protection;
import dev.pilothouse.agent.operation.handler.Trash;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.TrashedVm;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.TrashOperation.TrashVm;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps a stopped VM's definition in the trash, then removes it from libvirt. Proof: whether it is
 * still defined.
 */
record TrashVmHandler(TrashVm operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Vm vm = work.vm(operation.vm());
    Protection.refuse(work, operation.vm());
    if (vm.state().active()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "The VM is " + vm.state().word() + "; only a stopped VM can go to the trash.",
              "Shut it down first with 'vm shutdown', or use 'vm force-off'."));
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    Trash.Entry entry = entry(work);
    work.trash().put(entry);
    try {
      work.hypervisor().undefine(operation.vm().uuid());
    } catch (OperationException e) {
      ErrorCode code = e.failure().code();
      if (code != ErrorCode.HYPERVISOR_LOST && code != ErrorCode.HYPERVISOR_SILENT) {
        work.trash().remove(operation.vm().uuid());
      }
      throw e;
    }
    return moved(entry);
  }

  @Override
  public Finding settle(Work work) {
    Optional<Trash.Entry> kept = work.trash().find(operation.vm().uuid());
    if (work.hypervisor().find(operation.vm().uuid()).isPresent()) {
      work.trash().remove(operation.vm().uuid());
      return new Finding.NotDone();
    }
    return kept.<Finding>map(entry -> new Finding.Settled(moved(entry)))
        .orElseGet(
            () ->
                new Finding.Settled(
                    Outcome.failed(
                        ErrorCode.NOT_FOUND,
                        "The VM is gone, and it is not in the trash: somebody else deleted it.")));
  }

  private static Outcome moved(Trash.Entry entry) {
    return Outcome.succeeded(
        "in the trash until "
            + entry.vm().until().truncatedTo(ChronoUnit.SECONDS)
            + ", holding "
            + ByteAmount.of(entry.vm().bytes()));
  }

  private Trash.Entry entry(Work work) {
    Vm vm = work.vm(operation.vm());
    String xml = work.hypervisor().secureXml(vm.ref().uuid());
    String seed = DomainXml.parse(xml).metadata().seed();
    List<Volume> own = own(work, vm, seed);
    Instant now = work.now();
    return new Trash.Entry(
        new TrashedVm(
            vm.ref(),
            vm.name(),
            work.principal().name(),
            now,
            now.plus(work.policy().trashGrace()),
            own.stream().mapToLong(Volume::allocationBytes).sum(),
            own.stream().map(Volume::path).toList()),
        xml,
        vm.autostart());
  }

  /** Its disks and its seed, as far as they are volumes that no other VM has too. */
  private static List<Volume> own(Work work, Vm vm, String seed) {
    Storage storage = work.hypervisor().storage();
    List<Volume> own = new ArrayList<>();
    for (Disk disk : vm.disks()) {
      boolean its =
          (disk.device().equals("disk") && !disk.readOnly() && !disk.source().isEmpty())
              || (!seed.isEmpty() && disk.source().equals(seed));
      if (its && Uses.byOtherVms(work.hypervisor(), disk.source(), vm.ref().uuid()).isEmpty()) {
        storage.volume(disk.source()).ifPresent(own::add);
      }
    }
    return own;
  }
}
