package dev.pilothouse.agent.operation.create;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.DomainCopyXml;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.MetadataXml;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.CreationOperation.CloneVm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Makes a copy of a VM that is shut off: full copies of its disks, then its definition made over.
 * Proof: the new UUID, which follows from the order's id.
 */
public record CloneVmHandler(CloneVm operation) implements Handler {
  /** A disk to be copied, and what becomes of it. */
  private record Copy(String pool, Volume source, NewVolume wanted) {}

  @Override
  public Map<String, String> look(Work work) {
    Vm vm = work.vm(operation.vm());
    if (vm.state().active()) {
      throw CreatePlan.refused(
          ErrorCode.WRONG_STATE,
          "The VM is " + vm.state().word() + "; its disks would change while they are copied.",
          "Shut it down first with 'vm shutdown'.");
    }
    NewName.check(work, operation.newName());
    copies(work, vm);
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    Made made = new Made(work);
    try {
      Vm vm = work.vm(operation.vm());
      String xml = work.hypervisor().secureXml(vm.ref().uuid());
      Clock clock = new Clock(work);
      Map<String, String> paths = new HashMap<>();
      for (Copy copy : copies(work, vm)) {
        made.willMake(copy.pool(), copy.wanted());
        Volume volume = Copies.copy(work, copy.pool(), copy.wanted(), copy.source());
        paths.put(copy.source().path(), volume.path());
        clock.lap(copy.source().name());
        if (work.cancelRequested()) {
          throw new CancelledException();
        }
      }
      MetadataXml metadata = DomainXml.parse(xml).metadata();
      String copy =
          DomainCopyXml.of(
              xml,
              operation.newName(),
              Derived.uuid(work.id()),
              paths,
              metadata.seed().isEmpty() ? Set.of() : Set.of(metadata.seed()),
              nic -> Derived.mac(work.id(), nic));
      UUID uuid = work.hypervisor().define(copy);
      clock.lap("definition");
      return Outcome.succeeded(clock.said("cloned"), uuid.toString());
    } catch (CancelledException e) {
      return Outcome.cancelled(
          "Cancelled; what was made of it is gone again." + Made.named(made.takeBack()));
    } catch (OperationException e) {
      ErrorCode code = e.failure().code();
      if (code == ErrorCode.HYPERVISOR_LOST || code == ErrorCode.HYPERVISOR_SILENT) {
        throw e;
      }
      String left = Made.named(made.takeBack());
      return Outcome.failed(new Failure(code, e.failure().message() + left, e.failure().hint()));
    }
  }

  @Override
  public Finding settle(Work work) {
    UUID uuid = Derived.uuid(work.id());
    if (work.hypervisor().find(uuid).isPresent()) {
      return new Finding.Settled(Outcome.succeeded("found cloned", uuid.toString()));
    }
    List<String> left = new Made(work).takeBack();
    return left.isEmpty()
        ? new Finding.NotDone()
        : new Finding.Settled(
            Outcome.failed(
                ErrorCode.HYPERVISOR_LOST, "It could not be cloned." + Made.named(left)));
  }

  private List<Copy> copies(Work work, Vm vm) {
    List<Pool> pools = work.hypervisor().storage().pools();
    List<Copy> copies = new ArrayList<>();
    for (Disk disk : vm.disks()) {
      if (!disk.device().equals("disk") || disk.source().isEmpty() || disk.readOnly()) {
        continue;
      }
      Pool from = null;
      Volume source = null;
      for (Pool pool : pools) {
        for (Volume volume : pool.volumes()) {
          if (volume.path().equals(disk.source())) {
            from = pool;
            source = volume;
          }
        }
      }
      if (from == null || source == null) {
        throw CreatePlan.refused(
            ErrorCode.UNSUPPORTED,
            "Its disk " + disk.source() + " is in no active storage pool of this host.",
            "Bring it into a pool first, or refresh the pool.");
      }
      Pool to = operation.pool().isEmpty() ? from : named(pools, operation.pool());
      copies.add(copy(to, source, copies.size(), disk.format()));
    }
    return copies;
  }

  private Copy copy(Pool to, Volume source, int index, String format) {
    if (source.allocationBytes() > to.availableBytes()) {
      throw CreatePlan.refused(
          ErrorCode.NO_CAPACITY,
          "Pool " + to.name() + " has no room for a copy of " + source.path() + ".",
          "Free space there or choose another pool with --pool.");
    }
    String extension = format.equals("raw") ? ".img" : ".qcow2";
    String stem = operation.newName() + (index == 0 ? "" : "-disk" + (index + 1));
    String name = stem + extension;
    for (int i = 2; taken(to, name); i++) {
      name = stem + "-" + i + extension;
    }
    String as = format.equals("raw") ? "raw" : "qcow2";
    return new Copy(to.name(), source, NewVolume.thin(name, as, source.capacityBytes()));
  }

  private static boolean taken(Pool pool, String name) {
    return pool.volumes().stream().anyMatch(volume -> volume.name().equals(name));
  }

  private static Pool named(List<Pool> pools, String name) {
    return pools.stream()
        .filter(pool -> pool.name().equals(name) && pool.active())
        .findFirst()
        .orElseThrow(
            () ->
                CreatePlan.refused(
                    ErrorCode.NOT_FOUND,
                    "There is no active storage pool " + name + " on this host.",
                    "Choose another with --pool."));
  }
}
