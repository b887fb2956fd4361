package dev.pilothouse.agent.operation.migration.plan;

import dev.pilothouse.agent.operation.storage.Pools.Place;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.MigrationPlan.Travel;
import java.util.List;
import java.util.Optional;

/**
 * One disk, or the medium in a drive, and how it comes to the other host.
 *
 * @param from where it lies here; empty when libvirt knows no such volume
 * @param to the pool of the same folder over there; empty when there is none that is active
 * @param shared whether both hosts see the same file
 * @param top what is at its path over there
 * @param beneath the files under it, the nearest first
 * @param lost a file under it that is in no pool here; empty when there is none
 */
public record DiskRoute(
    Disk disk,
    Optional<Place> from,
    Optional<Pool> to,
    boolean shared,
    Optional<Volume> top,
    List<Beneath> beneath,
    String lost) {
  public DiskRoute {
    beneath = List.copyOf(beneath);
  }

  /**
   * A file under a disk's own.
   *
   * @param there what is at its path over there
   */
  public record Beneath(Place from, Optional<Pool> to, boolean shared, Optional<Volume> there) {
    /** Whether it has to be copied. */
    public boolean missing() {
      return !shared && there.isEmpty();
    }
  }

  /** Whether it lies in a CD or floppy drive. */
  public boolean medium() {
    return disk.device().equals("cdrom") || disk.device().equals("floppy");
  }

  /** Whether it is over the network, so that the host matters not. */
  boolean remote() {
    return from.isEmpty() && !disk.source().startsWith("/");
  }

  /** Whether nothing of it needs to move: it is there. */
  public boolean stays() {
    return shared || remote() || (medium() && top.isPresent());
  }

  public Travel travel() {
    if (stays()) {
      return Travel.SHARED;
    }
    return beneath.isEmpty()
        ? Travel.COPIED
        : beneath.stream().anyMatch(Beneath::missing) ? Travel.OVERLAY_AND_BASE : Travel.OVERLAY;
  }

  /** That would be copied. */
  public long bytes() {
    return stays()
        ? 0
        : ownBytes()
            + beneath.stream()
                .filter(Beneath::missing)
                .mapToLong(file -> file.from().volume().allocationBytes())
                .sum();
  }

  /** Of its own file. */
  public long ownBytes() {
    return stays() ? 0 : from.map(place -> place.volume().allocationBytes()).orElse(0L);
  }

  /** The path of its file here. */
  public String path() {
    return from.map(place -> place.volume().path()).orElse(disk.source());
  }

  /** For people, such as {@code disk vda} or {@code the medium in sda}. */
  String named() {
    return (medium() ? "the medium in " : "disk ") + disk.target();
  }
}
