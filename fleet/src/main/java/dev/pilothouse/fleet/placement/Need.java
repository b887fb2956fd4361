package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.CpuSupport;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNeeds;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.model.VolumeUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a VM needs of a host.
 *
 * @param vm the one that is to move; null for one that is to be made
 * @param active whether it takes memory there at once; one that is shut off only has to be able to
 *     start
 * @param load how many CPUs it keeps busy; 0 when not known
 * @param networks libvirt's, which must be active there
 * @param hostModel the CPU of the host it runs on, where it has that; else empty
 */
public record Need(
    @Nullable Vm vm,
    boolean active,
    int vcpus,
    long memoryBytes,
    double load,
    Storage storage,
    List<String> networks,
    @Nullable VmNeeds asks,
    String hostModel) {
  private static final String NETWORK = "network:";

  public Need {
    networks = List.copyOf(networks);
  }

  /** Room for disks. */
  public sealed interface Storage {
    /**
     * A disk that is to be made.
     *
     * @param pool empty for {@link dev.pilothouse.fleet.model.Inventory#usualPool}
     * @param bytes what it takes at once
     * @param image a name as for {@link dev.pilothouse.fleet.model.ImageLookup}; empty for none
     */
    record NewDisk(String pool, long bytes, String image) implements Storage {}

    /**
     * Files that keep their paths, with all that lies beneath them. What the host shows at the same
     * path is taken for the same.
     */
    record Files(List<Volume> files) implements Storage {
      public Files {
        files = List.copyOf(files);
      }
    }
  }

  /**
   * Of a VM that is to be made.
   *
   * @param network empty for none
   */
  public static Need ofNew(int vcpus, long memoryBytes, Storage.NewDisk disk, String network) {
    return new Need(
        null,
        true,
        vcpus,
        memoryBytes,
        0,
        disk,
        network.isEmpty() ? List.of() : List.of(network),
        null,
        "");
  }

  /** Of a VM that is to move. */
  public static Need of(Fleet fleet, Vm vm) {
    boolean active = vm.state().active();
    CpuSupport cpu = fleet.inventory(vm.host()).cpu();
    return new Need(
        vm,
        active,
        vm.vcpus(),
        active ? vm.memoryBytes() : vm.settings().memoryBytes(),
        Math.max(0, vm.cpuPercent()) / 100,
        new Storage.Files(files(fleet, vm)),
        vm.nics().stream()
            .map(Nic::network)
            .filter(network -> network.startsWith(NETWORK))
            .map(network -> network.substring(NETWORK.length()))
            .distinct()
            .toList(),
        vm.needs(),
        active && cpu != null ? cpu.hostModel() : "");
  }

  /** The same for an image that will be brought there. */
  public Need withoutImage() {
    return storage instanceof Storage.NewDisk disk
        ? new Need(
            vm,
            active,
            vcpus,
            memoryBytes,
            load,
            new Storage.NewDisk(disk.pool(), disk.bytes(), ""),
            networks,
            asks,
            hostModel)
        : this;
  }

  List<String> tags() {
    return vm == null ? List.of() : vm.tags();
  }

  private static List<Volume> files(Fleet fleet, Vm vm) {
    List<Pool> pools = fleet.inventory(vm.host()).pools();
    List<Volume> files = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Disk disk : vm.disks()) {
      Optional<Volume> top =
          pools.stream()
              .flatMap(pool -> pool.volumes().stream().filter(v -> VolumeUse.isOn(disk, pool, v)))
              .findFirst();
      String path = top.map(Volume::path).orElse(disk.source());
      while (path.startsWith("/") && seen.add(path)) {
        Volume file = volume(pools, path).orElse(new Volume("", path, "", 0, 0, ""));
        files.add(file);
        path = file.backing();
      }
    }
    return files;
  }

  static Optional<Volume> volume(List<Pool> pools, String path) {
    return pools.stream()
        .flatMap(pool -> pool.volumes().stream())
        .filter(volume -> volume.path().equals(path))
        .findFirst();
  }
}
