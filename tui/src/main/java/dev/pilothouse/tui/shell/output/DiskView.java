package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VolumeUse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A disk of a VM as {@code disk list} prints it. The names of its components are the field names of
 * the JSON and YAML forms and stay as they are.
 *
 * @param pool null when it lies in no pool that is known
 * @param capacityBytes null when it lies in no pool that is known
 * @param cache empty for QEMU's usual, as {@code io}
 * @param iops 0 for no limit, as {@code bytesPerSecond}
 */
public record DiskView(
    String host,
    String vm,
    String uuid,
    String target,
    String bus,
    String device,
    String source,
    String format,
    boolean readOnly,
    @Nullable String pool,
    @Nullable String volume,
    @Nullable Long capacityBytes,
    @Nullable Long allocationBytes,
    String cache,
    String io,
    long iops,
    long bytesPerSecond) {

  /** How disks are listed. */
  public static final Listing<DiskView> LISTING =
      new Listing<>(
          List.of(
              Column.text("VM", DiskView::vm),
              Column.text("HOST", DiskView::host),
              Column.text("TARGET", DiskView::target),
              Column.text("BUS", DiskView::bus),
              Column.text("KIND", disk -> disk.device + (disk.readOnly ? ", read-only" : "")),
              Column.text("FORMAT", disk -> VmView.dash(disk.format)),
              Column.figure("SIZE", disk -> size(disk.capacityBytes)),
              Column.text("POOL", disk -> VmView.dash(disk.pool)),
              Column.text("SOURCE", disk -> VmView.dash(disk.source)),
              Column.wide("TAKES", disk -> size(disk.allocationBytes)),
              Column.wide("CACHE", disk -> VmView.dash(disk.cache)),
              Column.wide("I/O", disk -> VmView.dash(disk.io)),
              Column.wide("IOPS", disk -> disk.iops == 0 ? "-" : Long.toString(disk.iops)),
              Column.wide(
                  "RATE",
                  disk ->
                      disk.bytesPerSecond == 0 ? "-" : Amounts.bytes(disk.bytesPerSecond) + "/s")),
          disk ->
              Visible.of(disk.host) + "/" + Visible.of(disk.vm) + "/" + Visible.of(disk.target));

  /**
   * @param uses the volumes of its host
   */
  public static DiskView of(Vm vm, Disk disk, List<VolumeUse> uses) {
    VolumeUse use =
        uses.stream()
            .filter(each -> VolumeUse.isOn(disk, each.pool(), each.volume()))
            .findFirst()
            .orElse(null);
    return new DiskView(
        vm.host(),
        vm.name(),
        vm.ref().uuid().toString(),
        disk.target(),
        disk.bus(),
        disk.device(),
        disk.source(),
        disk.format(),
        disk.readOnly(),
        use == null ? null : use.pool().name(),
        use == null ? null : use.volume().name(),
        use == null ? null : use.volume().capacityBytes(),
        use == null ? null : use.volume().allocationBytes(),
        Objects.requireNonNullElse(disk.tuning().cache(), ""),
        Objects.requireNonNullElse(disk.tuning().io(), ""),
        Objects.requireNonNullElse(disk.tuning().iops(), 0L),
        Objects.requireNonNullElse(disk.tuning().bytesPerSecond(), 0L));
  }

  private static String size(@Nullable Long bytes) {
    return bytes == null ? "-" : Amounts.bytes(bytes);
  }
}
