package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.operation.create.Made;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.storage.Pools;
import dev.pilothouse.agent.operation.storage.Users;
import dev.pilothouse.agent.xml.DisksXml;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.DiskOperation.MoveDisk;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A move under way, as the journal knows it.
 *
 * @param target such as {@code vda}
 * @param source where the disk lay before
 * @param volume the new one, in the operation's pool
 */
record Moving(Work work, MoveDisk operation, String target, String source, NewVolume volume) {
  private static final String TARGET = "target";
  private static final String SOURCE = "source";
  private static final String NAME = "new-volume";
  private static final String FORMAT = "new-format";
  private static final String BYTES = "bytes";

  static Map<String, String> facts(MovePlan plan) {
    return Map.of(
        TARGET,
        plan.disk().target(),
        SOURCE,
        plan.disk().source(),
        NAME,
        plan.volume().name(),
        FORMAT,
        plan.volume().format(),
        BYTES,
        Long.toString(plan.volume().capacityBytes()));
  }

  static Moving noted(Work work, MoveDisk operation) {
    return new Moving(
        work,
        operation,
        AttachDiskHandler.noted(work, TARGET),
        AttachDiskHandler.noted(work, SOURCE),
        NewVolume.thin(
            AttachDiskHandler.noted(work, NAME),
            AttachDiskHandler.noted(work, FORMAT),
            Long.parseLong(AttachDiskHandler.noted(work, BYTES))));
  }

  /** The new volume as far as it is there. */
  Optional<Volume> made() {
    return Pools.find(work, operation.pool()).flatMap(pool -> Pools.volume(pool, volume.name()));
  }

  DiskSet disks() {
    return DiskSet.of(work, operation.vm());
  }

  boolean runsOn(String path) {
    return DiskSet.has(disks().live(), target, path);
  }

  boolean isDefinedOn(String path) {
    return DiskSet.has(disks().defined(), target, path);
  }

  /** Puts the definition on the new volume, if it is still on the old one. */
  void define(String path) {
    if (isDefinedOn(source)) {
      String xml = work.hypervisor().xml(operation.vm().uuid(), true);
      boolean block = path.startsWith("/dev/");
      DisksXml.moved(xml, target, path, volume.format(), block)
          .ifPresent(disk -> work.hypervisor().disks().redefine(operation.vm().uuid(), disk));
    }
  }

  /** The VM is on the new volume: makes the definition follow, and the old volume go. */
  Outcome finish(String path, String how) {
    define(path);
    return Outcome.succeeded(
        how + " to " + operation.pool() + "/" + volume.name() + "; " + old(), path);
  }

  private String old() {
    Optional<Pools.Place> place = Pools.at(work, source);
    String name = place.map(Pools.Place::name).orElse(source);
    if (operation.keepSource()) {
      return "the old volume " + name + " stays";
    }
    if (place.isEmpty()) {
      return "the old one, " + name + ", is in no active pool by now";
    }
    return work.alone(
        () -> {
          String users = Users.of(work, place.get()).said();
          if (!users.isEmpty()) {
            return "the old volume " + name + " stays, for it is needed by " + users;
          }
          try {
            work.hypervisor().storage().deleteVolume(place.get().volume().path());
            return "the old volume " + name + " is deleted";
          } catch (OperationException e) {
            if (unanswered(e)) {
              throw e;
            }
            return "the old volume " + name + " stays: " + e.failure().message();
          }
        });
  }

  /** The VM stays as it was: removes the new volume, unless the VM is on it after all. */
  Outcome takenBack(Failure why) {
    Optional<String> path = made().map(Volume::path);
    if (path.isPresent() && (runsOn(path.get()) || isDefinedOn(path.get()))) {
      return finish(path.get(), "moved");
    }
    String left = Made.named(new Made(work).takeBack());
    return Outcome.failed(
        new Failure(
            why.code(), why.message() + " The VM goes on with " + source + "." + left, why.hint()));
  }

  Outcome cancelled() {
    List<String> left = new Made(work).takeBack();
    return Outcome.cancelled(
        "Cancelled; the VM goes on with "
            + source
            + ", and the new volume is gone again."
            + Made.named(left));
  }

  static boolean unanswered(OperationException e) {
    ErrorCode code = e.failure().code();
    return code == ErrorCode.HYPERVISOR_LOST || code == ErrorCode.HYPERVISOR_SILENT;
  }
}
