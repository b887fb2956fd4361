package dev.pilothouse.agent.operation.snapshot;

import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.image.Rate;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.SnapshotOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Forgets a snapshot; what changed since is merged. Proof: whether it is still there. */
record DeleteSnapshotHandler(SnapshotOperation.DeleteSnapshot operation) implements Handler {
  private static final String GOING = "going";

  @Override
  public Map<String, String> look(Work work) {
    work.vm(operation.vm());
    Snapshot.Tree tree = Trees.of(work, operation.vm());
    Snapshot wanted = Trees.require(tree, operation.name());
    List<Snapshot> going = new ArrayList<>(List.of(wanted));
    if (operation.children()) {
      going.addAll(Trees.following(tree, operation.name()));
    }
    refuseWhatLibvirtWill(work, tree, going);
    Map<String, String> facts = new HashMap<>();
    facts.put(GOING, String.join("\n", going.stream().map(Snapshot::name).toList()));
    List<String> memories =
        going.stream()
            .filter(each -> each.external() && each.memory())
            .flatMap(each -> memoryFile(work, each).stream())
            .toList();
    if (!memories.isEmpty()) {
      facts.put(Leftovers.FILES, String.join("\n", memories));
    }
    return facts;
  }

  private Optional<String> memoryFile(Work work, Snapshot of) {
    return work.hypervisor().snapshots().memoryFile(operation.vm().uuid(), of.name());
  }

  /** qemuSnapshotDeleteValidate of libvirt 9. */
  private void refuseWhatLibvirtWill(Work work, Snapshot.Tree tree, List<Snapshot> going) {
    List<Snapshot> external = going.stream().filter(Snapshot::external).toList();
    if (external.isEmpty()) {
      return;
    }
    if (!Trees.libvirtIsAtLeast(work, 9, 0)) {
      throw Trees.refused(
          ErrorCode.UNSUPPORTED,
          "Snapshot "
              + Trees.names(external)
              + " is external, and libvirt "
              + work.hypervisor().facts().libvirtVersion()
              + " cannot merge such.",
          "libvirt 9.0 and newer can.");
    }
    if (external.size() < going.size()) {
      throw Trees.refused(
          ErrorCode.UNSUPPORTED,
          "Internal and external snapshots cannot be deleted in one go.",
          "Delete them one by one, the newest first.");
    }
    Snapshot first = external.getFirst();
    boolean onInternal =
        Trees.find(tree, first.parent()).map(parent -> !parent.external()).orElse(false);
    if (onInternal) {
      throw Trees.refused(
          ErrorCode.UNSUPPORTED,
          "Snapshot "
              + first.name()
              + " is external and stands on "
              + first.parent()
              + ", an internal one; libvirt cannot merge that.",
          "Delete " + first.parent() + " first if it is not needed.");
    }
  }

  @Override
  public Outcome carryOut(Work work) {
    work.progress(-1, "merging what changed since");
    List<String> targets = work.vm(operation.vm()).disks().stream().map(Disk::target).toList();
    Watched.run(
        () ->
            work.hypervisor()
                .snapshots()
                .delete(operation.vm().uuid(), operation.name(), operation.children()),
        () -> look(work, targets));
    return deleted(work, "deleted in " + work.took());
  }

  /** Of an external one: the disks' files are merged one after the other or side by side. */
  private void look(Work work, List<String> targets) {
    long done = 0;
    long all = 0;
    for (String target : targets) {
      Optional<Disks.Job> job = work.hypervisor().disks().job(operation.vm().uuid(), target);
      done += job.map(Disks.Job::doneBytes).orElse(0L);
      all += job.map(Disks.Job::allBytes).orElse(0L);
    }
    if (all > 0) {
      work.progress(
          Math.clamp(100 * done / all, 0, 99),
          "merging what changed since: " + Rate.bytes(done) + " of " + Rate.bytes(all));
    }
  }

  /** libvirt 9.0 leaves the file with the memory behind. */
  private static Outcome deleted(Work work, String how) {
    String noted = work.noted(Leftovers.FILES);
    List<String> left =
        noted == null
            ? List.of()
            : Leftovers.remove(work.hypervisor().storage(), List.of(noted.split("\n")));
    return Outcome.succeeded(
        left.isEmpty()
            ? how
            : how + "; in no active pool, so perhaps left behind: " + String.join(", ", left));
  }

  @Override
  public Finding settle(Work work) {
    Snapshot.Tree tree = Trees.onceQuiet(work, operation.vm());
    String noted = work.noted(GOING);
    List<String> going = noted == null ? List.of(operation.name()) : List.of(noted.split("\n"));
    List<String> left = going.stream().filter(name -> Trees.find(tree, name).isPresent()).toList();
    if (left.isEmpty()) {
      return new Finding.Settled(deleted(work, "found deleted"));
    }
    return left.size() == going.size()
        ? new Finding.NotDone()
        : new Finding.Settled(
            Outcome.interrupted(
                ErrorCode.HYPERVISOR_LOST,
                "It was broken off in the middle; still there: " + String.join(", ", left) + ".",
                "Delete those that are left."));
  }
}
