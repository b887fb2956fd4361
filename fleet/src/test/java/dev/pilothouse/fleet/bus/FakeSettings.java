package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.DiskTuning;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmCopy;
import dev.pilothouse.fleet.model.VmSettings;
import dev.pilothouse.fleet.operation.SettingsOperation;
import dev.pilothouse.fleet.operation.SettingsOperation.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets values of VMs that are only values: at once and for good. */
final class FakeSettings {
  private FakeSettings() {}

  static Vm set(Vm vm, Values wanted) {
    List<String> tags = new ArrayList<>(vm.tags());
    tags.addAll(wanted.addTags());
    tags.removeAll(wanted.removeTags());
    VmSettings was = vm.settings();
    VmSettings now =
        new VmSettings(
            or(wanted.vcpus(), was.vcpus()),
            or(wanted.maxVcpus(), was.maxVcpus()),
            or(wanted.memoryBytes(), was.memoryBytes()),
            or(wanted.maxMemoryBytes(), was.maxMemoryBytes()),
            or(wanted.title(), was.title()),
            or(wanted.description(), was.description()),
            tags,
            or(wanted.boot(), was.boot()),
            or(wanted.deleteProtection(), was.deleteProtection()));
    return VmCopy.of(vm).settings(now).build();
  }

  static Vm medium(Vm vm, String target, String source) {
    List<Disk> disks =
        vm.disks().stream()
            .map(
                d ->
                    d.target().equals(target)
                        ? new Disk(
                            d.target(), d.bus(), d.device(), source, d.format(), d.readOnly())
                        : d)
            .toList();
    return VmCopy.of(vm).disks(disks).build();
  }

  static Vm disk(Vm vm, SettingsOperation.SetDisk operation) {
    List<Disk> disks =
        vm.disks().stream()
            .map(
                d ->
                    d.target().equals(operation.disk())
                        ? new Disk(
                            d.target(),
                            d.bus(),
                            d.device(),
                            d.source(),
                            d.format(),
                            d.readOnly(),
                            set(d.tuning(), operation.wanted()))
                        : d)
            .toList();
    return VmCopy.of(vm).disks(disks).build();
  }

  private static DiskTuning set(DiskTuning was, DiskTuning wanted) {
    return new DiskTuning(
        wanted.cache() == null ? was.cache() : wanted.cache(),
        wanted.io() == null ? was.io() : wanted.io(),
        wanted.iops() == null ? was.iops() : wanted.iops(),
        wanted.bytesPerSecond() == null ? was.bytesPerSecond() : wanted.bytesPerSecond());
  }

  private static <T> T or(@Nullable T wanted, T present) {
    return wanted == null ? present : wanted;
  }
}
