package dev.pilothouse.agent.operation.snapshot;

import dev.pilothouse.agent.hypervisor.Snapshots.DiskFile;
import dev.pilothouse.agent.hypervisor.Snapshots.NewSnapshot;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot.Content;
import java.util.ArrayList;
import java.util.List;

/** What a snapshot of a VM as it is now is made of; refuses what cannot be. */
final class SnapshotPlan {
  private SnapshotPlan() {}

  static NewSnapshot of(Work work, CreateSnapshot wanted) {
    Vm vm = work.vm(wanted.vm());
    boolean active = vm.state().active();
    name(wanted.name());
    boolean memory = active && wanted.content() == Content.ALL;
    // QEMU cannot snapshot a running guest's disks inside of their files without its memory.
    boolean external = wanted.external() || (active && !memory);
    quiesce(work, wanted, active, memory);
    List<Disk> disks = vm.disks().stream().filter(SnapshotPlan::written).toList();
    if (disks.isEmpty()) {
      throw Trees.refused(
          ErrorCode.UNSUPPORTED,
          "The VM has no disk to take a snapshot of.",
          "Attach a qcow2 disk first.");
    }
    if (!external) {
      disks.stream()
          .filter(disk -> !disk.format().equals("qcow2"))
          .findFirst()
          .ifPresent(SnapshotPlan::refuseInside);
      return new NewSnapshot(
          wanted.name(), wanted.description(), List.of(), List.of(), memory, null, false);
    }
    List<DiskFile> files = new ArrayList<>();
    for (Disk disk : disks) {
      files.add(new DiskFile(disk.target(), file(disk, wanted.name())));
    }
    return new NewSnapshot(
        wanted.name(),
        wanted.description(),
        files,
        vm.disks().stream().filter(disk -> !written(disk)).map(Disk::target).toList(),
        memory,
        memory ? files.getFirst().path() + ".memory" : null,
        wanted.quiesce());
  }

  private static void name(String name) {
    String problem = CreateSnapshot.problemOf(name);
    if (!problem.isEmpty()) {
      throw Trees.refused(ErrorCode.BAD_INPUT, problem, "Such as 'before-upgrade'.");
    }
  }

  private static void quiesce(Work work, CreateSnapshot wanted, boolean active, boolean memory) {
    if (!wanted.quiesce()) {
      return;
    }
    if (!active || memory) {
      throw Trees.refused(
          ErrorCode.BAD_INPUT,
          active
              ? "With the memory in it, a snapshot needs no quiescing."
              : "A VM that is off needs no quiescing.",
          active ? "Add --disk-only, or leave --quiesce out." : "Leave --quiesce out.");
    }
    DomainXml live = DomainXml.parse(work.hypervisor().xml(wanted.vm().uuid(), false));
    switch (live.agent()) {
      case MISSING ->
          throw Trees.refused(
              ErrorCode.UNSUPPORTED,
              "The VM has no channel for a guest agent, which quiescing needs.",
              "Leave --quiesce out, or add the channel with 'vm edit'.");
      case DISCONNECTED ->
          throw Trees.refused(
              ErrorCode.GUEST_SILENT,
              "No guest agent answers in the VM, and quiescing needs it.",
              "Start qemu-guest-agent in the guest, or leave --quiesce out.");
      case CONNECTED -> {}
    }
  }

  /** Whether a snapshot has to hold it. */
  private static boolean written(Disk disk) {
    return disk.device().equals("disk") && !disk.readOnly() && !disk.source().isEmpty();
  }

  private static void refuseInside(Disk disk) {
    throw Trees.refused(
        ErrorCode.UNSUPPORTED,
        "Disk "
            + disk.target()
            + " is "
            + (disk.format().isEmpty() ? "of unknown format" : disk.format())
            + "; only qcow2 can hold snapshots inside.",
        "Take an external one, with --external.");
  }

  /** Beside the disk's file, as libvirt would choose it: the ending replaced by the name. */
  private static String file(Disk disk, String name) {
    String source = disk.source();
    if (!source.startsWith("/") || source.startsWith("/dev/")) {
      throw Trees.refused(
          ErrorCode.UNSUPPORTED,
          "Disk " + disk.target() + " is no file, so nothing can be laid beside it.",
          "Take an internal one if all disks are qcow2, without --external.");
    }
    int slash = source.lastIndexOf('/');
    int dot = source.lastIndexOf('.');
    return (dot > slash + 1 ? source.substring(0, dot) : source) + "." + name;
  }
}
