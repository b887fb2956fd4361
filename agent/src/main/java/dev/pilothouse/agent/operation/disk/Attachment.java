package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.hypervisor.Disks.Scope;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.XmlText;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.DiskOperation.How;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives a VM a disk. {@link #target} chooses where, {@link #attach} does it, {@link #settle}
 * finishes what a crash cut in half.
 */
record Attachment(VmRef vm, How how) {
  /** The chosen target's name in the journal. */
  static final String TARGET = "target";

  private static final Map<String, String> PREFIXES =
      Map.of("virtio", "vd", "scsi", "sd", "sata", "sd", "usb", "sd", "ide", "hd");
  private static final Set<String> COLD = Set.of("ide", "sata");
  private static final Set<String> CACHES =
      Set.of("", "default", "none", "writethrough", "writeback", "directsync", "unsafe");
  private static final Set<String> IOS = Set.of("", "threads", "native", "io_uring");

  /**
   * Refuses what libvirt or QEMU would.
   *
   * @return the target: the one that was asked for, or the first that is free
   */
  String target(DiskSet disks) {
    if (!CACHES.contains(how.cache())) {
      throw bad(
          "The cache mode is none, writeback, writethrough, directsync or unsafe, not "
              + how.cache()
              + ".");
    }
    if (!IOS.contains(how.io())) {
      throw bad("The I/O mode is threads, native or io_uring, not " + how.io() + ".");
    }
    if (how.io().equals("native") && !Set.of("none", "directsync").contains(how.cache())) {
      throw bad("The I/O mode native needs the cache mode none or directsync.");
    }
    if (how.iops() < 0 || how.bytesPerSecond() < 0) {
      throw bad("A limit is not negative; 0 is none.");
    }
    String bus = bus(disks);
    String prefix = PREFIXES.get(bus);
    if (prefix == null) {
      throw bad("The bus is virtio, scsi, sata, usb or ide, not " + bus + ".");
    }
    if (disks.scope() != Scope.DEFINITION && COLD.contains(bus)) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "A disk on the bus " + bus + " cannot be attached while the VM runs.",
              "Choose the bus virtio, scsi or usb, or shut the VM down first."));
    }
    if (!how.target().isEmpty()) {
      if (!how.target().matches("(vd|sd|hd)[a-z]{1,2}")) {
        throw bad("A target is a name such as vdb, sdb or hdb, not " + how.target() + ".");
      }
      if (disks.takes(how.target())) {
        throw new OperationException(
            ErrorCode.NAME_TAKEN, "The VM has a disk " + how.target() + " already.");
      }
      return how.target();
    }
    for (char letter = 'a'; letter <= 'z'; letter++) {
      if (!disks.takes(prefix + letter)) {
        return prefix + letter;
      }
    }
    throw new OperationException(
        ErrorCode.NO_CAPACITY, "All targets " + prefix + "a to " + prefix + "z are taken.");
  }

  /** As asked for, as the target says, or as the VM's other disks. */
  private String bus(DiskSet disks) {
    if (!how.bus().isEmpty()) {
      return how.bus();
    }
    if (how.target().startsWith("vd")) {
      return "virtio";
    }
    String others =
        disks
            .any(disk -> disk.device().equals("disk") && !COLD.contains(disk.bus()))
            .map(Disk::bus)
            .orElse("virtio");
    if (how.target().startsWith("sd")) {
      return others.equals("virtio") ? "scsi" : others;
    }
    if (how.target().startsWith("hd")) {
      return "ide";
    }
    return PREFIXES.containsKey(others) ? others : "virtio";
  }

  /** Does it, at once and in the definition. */
  Outcome attach(Work work, Medium medium, String target) {
    DiskSet disks = DiskSet.of(work, vm);
    work.hypervisor().disks().attach(vm.uuid(), xml(disks, medium, target), disks.scope());
    return Outcome.succeeded("attached as " + target + " " + disks.when(), target);
  }

  /**
   * After a crash: whether the disk is there. Half an attachment is made whole.
   *
   * @return empty when it is not there at all
   */
  Optional<Outcome> settle(Work work, Medium medium, String target) {
    DiskSet disks = DiskSet.of(work, vm);
    boolean live = DiskSet.has(disks.live(), target, medium.path());
    boolean defined = DiskSet.has(disks.defined(), target, medium.path());
    if (!live && !defined) {
      return Optional.empty();
    }
    String xml = xml(disks, medium, target);
    if (disks.scope() == Scope.BOTH && !(live && defined)) {
      work.hypervisor().disks().attach(vm.uuid(), xml, live ? Scope.DEFINITION : Scope.LIVE);
    }
    return Optional.of(
        Outcome.succeeded("found attached as " + target + " " + disks.when(), target));
  }

  private String xml(DiskSet disks, Medium medium, String target) {
    XmlText xml = new XmlText("disk");
    xml.attribute("type", medium.block() ? "block" : "file").attribute("device", "disk");
    xml.open("driver").attribute("name", "qemu").attribute("type", medium.format());
    given(xml, "cache", how.cache());
    given(xml, "io", how.io());
    xml.close();
    xml.open("source").attribute(medium.block() ? "dev" : "file", medium.path()).close();
    xml.open("target").attribute("dev", target).attribute("bus", bus(disks)).close();
    if (how.iops() > 0 || how.bytesPerSecond() > 0) {
      xml.open("iotune");
      if (how.bytesPerSecond() > 0) {
        xml.text("total_bytes_sec", how.bytesPerSecond());
      }
      if (how.iops() > 0) {
        xml.text("total_iops_sec", how.iops());
      }
      xml.close();
    }
    if (how.readOnly() || medium.readOnly()) {
      xml.open("readonly").close();
    }
    return xml.end();
  }

  private static void given(XmlText xml, String attribute, String value) {
    if (!value.isEmpty()) {
      xml.attribute(attribute, value);
    }
  }

  private static OperationException bad(String message) {
    return new OperationException(ErrorCode.BAD_INPUT, message);
  }
}
