package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.VolumeUse;
import java.util.ArrayList;
import java.util.List;

/**
 * A storage pool as {@code pool list} and {@code pool show} print it. The names of its components
 * are the field names of the JSON and YAML forms and stay as they are.
 */
public record PoolView(
    String host,
    String name,
    String uuid,
    String type,
    String path,
    boolean active,
    boolean autostart,
    boolean persistent,
    long capacityBytes,
    long allocationBytes,
    long availableBytes,
    List<VolumeView> volumes) {

  /** How pools are listed. */
  public static final Listing<PoolView> LISTING =
      new Listing<>(
          List.of(
              Column.text("NAME", PoolView::name),
              Column.text("HOST", PoolView::host),
              Column.text("STATE", pool -> pool.active ? "active" : "inactive"),
              Column.text("TYPE", PoolView::type),
              Column.figure("SIZE", pool -> pool.size(pool.capacityBytes)),
              Column.figure("FREE", pool -> pool.size(pool.availableBytes)),
              Column.figure("VOLUMES", pool -> Integer.toString(pool.volumes.size())),
              Column.text("AUTOSTART", pool -> pool.autostart ? "on" : "off"),
              Column.text("PATH", pool -> VmView.dash(pool.path)),
              Column.wide("UUID", PoolView::uuid)),
          pool -> Visible.of(pool.host) + "/" + Visible.of(pool.name));

  public static PoolView of(String host, Pool pool, List<VolumeUse> uses) {
    return new PoolView(
        host,
        pool.name(),
        pool.uuid().toString(),
        pool.type(),
        pool.path(),
        pool.active(),
        pool.autostart(),
        pool.persistent(),
        pool.capacityBytes(),
        pool.allocationBytes(),
        pool.availableBytes(),
        uses.stream()
            .filter(use -> use.pool().name().equals(pool.name()))
            .map(VolumeView::of)
            .toList());
  }

  private String size(long bytes) {
    return active ? Amounts.bytes(bytes) : "-";
  }

  /** Everything about it, line by line. */
  public Sheet sheet() {
    List<Sheet.Line> lines = new ArrayList<>();
    lines.add(new Sheet.Line("Name", name));
    lines.add(new Sheet.Line("Host", host));
    lines.add(new Sheet.Line("UUID", uuid));
    lines.add(new Sheet.Line("State", active ? "active" : "inactive"));
    lines.add(new Sheet.Line("Type", type));
    lines.add(new Sheet.Line("Path", VmView.dash(path)));
    lines.add(new Sheet.Line("Autostart", autostart ? "on" : "off"));
    lines.add(
        new Sheet.Line(
            "Room", active ? size(capacityBytes) + ", " + size(availableBytes) + " free" : "-"));
    for (VolumeView volume : volumes) {
      lines.add(new Sheet.Line("Volume", volume.line()));
    }
    return new Sheet(lines);
  }
}
