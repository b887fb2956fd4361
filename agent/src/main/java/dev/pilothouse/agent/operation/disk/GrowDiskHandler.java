package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.storage.NewVolumes;
import dev.pilothouse.agent.operation.storage.Pools;
import dev.pilothouse.agent.operation.storage.Users;
import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a disk larger, with the guest told when it runs. Proof: its size. */
record GrowDiskHandler(DiskOperation.GrowDisk operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    DiskSet disks = DiskSet.of(work, operation.vm());
    Disk disk =
        disks
            .any(each -> each.target().equals(operation.disk()))
            .orElseThrow(
                () ->
                    new OperationException(
                        ErrorCode.NOT_FOUND, "The VM has no disk " + operation.disk() + "."));
    if (!disk.source().equals(operation.source())) {
      throw new OperationException(
          ErrorCode.CHANGED_MEANWHILE, disk.target() + " lies on " + disk.source() + " by now.");
    }
    if (disk.readOnly() || !disk.device().equals("disk")) {
      throw new OperationException(
          ErrorCode.WRONG_STATE, "A " + disk.device() + " that is read-only does not grow.");
    }
    Optional<Pools.Place> place = place(work);
    long now = bytes(work);
    if (operation.bytes() <= now) {
      throw new OperationException(
          new Failure(
              ErrorCode.BAD_INPUT,
              operation.disk() + " has " + ByteAmount.exact(now) + " already.",
              "Say a larger size; a disk is never made smaller, for that would cut off data."));
    }
    place.ifPresent(
        where -> {
          NewVolumes.requireRoom(where.pool(), operation.bytes() - now, false);
          if (!online(work)) {
            requireNotRunningElsewhere(work, where);
          }
        });
    return Map.of();
  }

  private static void requireNotRunningElsewhere(Work work, Pools.Place where) {
    Users users = Users.of(work, where);
    List<String> running =
        users.vms().stream().filter(vm -> vm.state().active()).map(Vm::name).toList();
    if (!running.isEmpty()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              where.name() + " is in use by " + String.join(", ", running) + ", running.",
              "Grow it as a disk of that VM."));
    }
  }

  @Override
  public Outcome carryOut(Work work) {
    String size = ByteAmount.exact(operation.bytes());
    if (online(work)) {
      work.hypervisor().disks().grow(operation.vm().uuid(), operation.disk(), operation.bytes());
      return grown(
          "now " + size + ", and the guest was told; partition and file system are its own task");
    }
    work.hypervisor().storage().growVolume(operation.source(), operation.bytes());
    return grown("now " + size);
  }

  private static Outcome grown(String said) {
    return Outcome.succeeded(said, said);
  }

  @Override
  public Finding settle(Work work) {
    return bytes(work) >= operation.bytes()
        ? new Finding.Settled(
            Outcome.succeeded("found grown to " + ByteAmount.exact(operation.bytes())))
        : new Finding.NotDone();
  }

  /** Whether QEMU has it open. */
  private boolean online(Work work) {
    return DiskSet.has(
        DiskSet.of(work, operation.vm()).live(), operation.disk(), operation.source());
  }

  private long bytes(Work work) {
    if (online(work)) {
      return work.hypervisor().disks().bytes(operation.vm().uuid(), operation.disk());
    }
    return place(work)
        .orElseThrow(
            () ->
                new OperationException(
                    new Failure(
                        ErrorCode.NOT_FOUND,
                        operation.source() + " is no volume of an active pool.",
                        "Start or make the pool of its folder, or start the VM.")))
        .volume()
        .capacityBytes();
  }

  private Optional<Pools.Place> place(Work work) {
    return Pools.at(work, operation.source());
  }
}
