package dev.pilothouse.agent.operation.trash;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Trash;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.TrashOperation.RestoreVm;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Defines a VM of the trash again. Proof: whether its UUID is defined. */
record RestoreVmHandler(RestoreVm operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Trash.Entry entry = Entries.of(work, operation.vm());
    UUID uuid = operation.vm().uuid();
    if (work.hypervisor().find(uuid).isPresent()) {
      throw new OperationException(
          ErrorCode.NAME_TAKEN, "A VM of this UUID is defined already; it cannot be restored.");
    }
    String name = entry.vm().name();
    if (work.hypervisor().list().stream().anyMatch(vm -> vm.name().equals(name))) {
      throw new OperationException(
          new Failure(
              ErrorCode.NAME_TAKEN,
              "Another VM has the name " + name + " by now.",
              "Rename that one first with 'vm rename'."));
    }
    List<String> gone =
        entry.vm().volumes().stream()
            .filter(path -> work.hypervisor().storage().volume(path).isEmpty())
            .toList();
    if (!gone.isEmpty()) {
      throw new OperationException(
          new Failure(
              ErrorCode.NOT_FOUND,
              "Its disks are not where they were: " + String.join(", ", gone) + ".",
              "Start or refresh their pool, or bring them back, then try again."));
    }
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    work.hypervisor().define(Entries.of(work, operation.vm()).xml());
    return finish(work, "restored in " + work.took());
  }

  @Override
  public Finding settle(Work work) {
    return work.hypervisor().find(operation.vm().uuid()).isPresent()
        ? new Finding.Settled(finish(work, "found restored"))
        : new Finding.NotDone();
  }

  private Outcome finish(Work work, String how) {
    UUID uuid = operation.vm().uuid();
    boolean startedWithHost = work.trash().find(uuid).map(Trash.Entry::autostart).orElse(false);
    if (startedWithHost && !work.vm(operation.vm()).autostart()) {
      work.hypervisor().setAutostart(uuid, true);
    }
    work.trash().remove(uuid);
    return Outcome.succeeded(how);
  }
}
