package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.model.VolumeUse;
import java.util.List;

/**
 * A volume as {@code pool show} and {@code disk list --unused} print it. The names of its
 * components are the field names of the JSON and YAML forms and stay as they are.
 *
 * @param usedBy names of VMs with a disk on it
 * @param beneath names of volumes that have it as their backing file
 */
public record VolumeView(
    String host,
    String pool,
    String name,
    String path,
    String format,
    long capacityBytes,
    long allocationBytes,
    String backing,
    List<String> usedBy,
    List<String> beneath) {

  /** How volumes are listed. */
  public static final Listing<VolumeView> LISTING =
      new Listing<>(
          List.of(
              Column.text("POOL", VolumeView::pool),
              Column.text("VOLUME", VolumeView::name),
              Column.text("HOST", VolumeView::host),
              Column.text("FORMAT", volume -> VmView.dash(volume.format)),
              Column.figure("SIZE", volume -> Amounts.bytes(volume.capacityBytes)),
              Column.figure("TAKES", volume -> Amounts.bytes(volume.allocationBytes)),
              Column.text("BACKING", volume -> VmView.dash(volume.backing)),
              Column.wide("PATH", VolumeView::path)),
          volume ->
              Visible.of(volume.host)
                  + "/"
                  + Visible.of(volume.pool)
                  + "/"
                  + Visible.of(volume.name));

  public static VolumeView of(VolumeUse use) {
    Volume volume = use.volume();
    return new VolumeView(
        use.host(),
        use.pool().name(),
        volume.name(),
        volume.path(),
        volume.format(),
        volume.capacityBytes(),
        volume.allocationBytes(),
        volume.backing(),
        use.vms().stream().map(Vm::name).toList(),
        use.overlays().stream().map(Volume::name).toList());
  }

  String line() {
    String users =
        usedBy.isEmpty() && beneath.isEmpty()
            ? "unused"
            : (usedBy.isEmpty() ? "" : "used by " + String.join(", ", usedBy))
                + (usedBy.isEmpty() || beneath.isEmpty() ? "" : ", ")
                + (beneath.isEmpty() ? "" : "beneath " + String.join(", ", beneath));
    return name + ", " + format + ", " + Amounts.bytes(capacityBytes) + ", " + users;
  }
}
