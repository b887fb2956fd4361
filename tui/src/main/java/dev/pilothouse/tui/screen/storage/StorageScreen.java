package dev.pilothouse.tui.screen.storage;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.model.VolumeUse;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.ListKeys;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.shell.output.Amounts;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pools above, the volumes of the one under the cursor beneath.
 *
 * @param below whether the keys go to the volumes
 */
public record StorageScreen(Cursor<String> pools, Cursor<String> volumes, boolean below)
    implements Screen {
  /** A pool and where it is. */
  record Place(String host, Pool pool) {
    String key() {
      return host + "/" + pool.name();
    }
  }

  public static StorageScreen start() {
    return new StorageScreen(Cursor.start(), Cursor.start(), false);
  }

  @Override
  public String title() {
    return "Storage";
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key
        ? settled(world).dispatch(key.name(), world)
        : Step.of(settled(world));
  }

  private static List<Place> places(World world) {
    List<Place> all = new ArrayList<>();
    for (Host host : world.listings().hosts(world.fleet())) {
      world.fleet().inventory(host.name()).pools().stream()
          .sorted(Comparator.comparing(Pool::name))
          .forEach(pool -> all.add(new Place(host.name(), pool)));
    }
    return all;
  }

  /** Rows for pools, without their heading; a third of the screen at most. */
  private static int poolRows(World world) {
    return Math.max(1, Math.min(places(world).size(), world.bodyRows() / 3));
  }

  /** Rows for volumes: what the pools, two headings and a title leave. */
  private static int volumeRows(World world) {
    return Math.max(1, world.bodyRows() - poolRows(world) - 3);
  }

  private StorageScreen settled(World world) {
    Cursor<String> pool = pools.settle(places(world), Place::key, poolRows(world));
    StorageScreen here = new StorageScreen(pool, volumes, below);
    return new StorageScreen(
        pool, volumes.settle(here.uses(world), VolumeUse::name, volumeRows(world)), below);
  }

  private List<VolumeUse> uses(World world) {
    List<Place> all = places(world);
    if (all.isEmpty()) {
      return List.of();
    }
    Place place = all.get(Math.min(pools.index(), all.size() - 1));
    return VolumeUse.of(world.fleet(), place.host()).stream()
        .filter(use -> use.pool().name().equals(place.pool().name()))
        .toList();
  }

  @Override
  public List<Binding> bindings(World world) {
    List<Place> all = places(world);
    List<VolumeUse> uses = uses(world);
    String nothing =
        below
            ? uses.isEmpty() ? "The pool has no volume." : ""
            : all.isEmpty() ? "There is no pool." : "";
    String may = world.who().may(Permission.CONFIGURE) ? "" : "needs the permission to configure";
    return ListKeys.of(
        List.of(
            Binding.of("Enter", "actions", "what can be done with it", () -> menu(all, uses, world))
                .unless(nothing),
            Binding.of(
                "Tab Left Right",
                below ? "pools" : "volumes",
                "to the pools or to the volumes",
                () -> Step.of(new StorageScreen(pools, volumes, !below))),
            Binding.of("n", "new volume", "make a volume in this pool", () -> newVolume(all, world))
                .unless(all.isEmpty() ? "There is no pool." : may),
            Binding.of("p", "new pool", "make a pool", () -> newPool(all, world)).unless(may)),
        below ? volumeRows(world) : poolRows(world),
        by -> moved(by, world));
  }

  private StorageScreen moved(int by, World world) {
    return below
        ? new StorageScreen(
            pools, volumes.move(by, uses(world), VolumeUse::name, volumeRows(world)), true)
        : new StorageScreen(
            pools.move(by, places(world), Place::key, poolRows(world)), Cursor.start(), false);
  }

  private Place place(List<Place> all) {
    return all.get(Math.min(pools.index(), all.size() - 1));
  }

  private Step menu(List<Place> all, List<VolumeUse> uses, World world) {
    return Step.of(
        this,
        new Effect.Open(
            below
                ? StorageMenus.volume(uses.get(Math.min(volumes.index(), uses.size() - 1)), world)
                : StorageMenus.pool(place(all), world)));
  }

  private Step newVolume(List<Place> all, World world) {
    Place place = place(all);
    return Step.of(
        this,
        new Effect.Open(
            NewVolumeForm.volume(
                place.host(), place.pool(), world.fleet().inventory(place.host()).pools())));
  }

  private Step newPool(List<Place> all, World world) {
    List<String> hosts = world.listings().hosts(world.fleet()).stream().map(Host::name).toList();
    String host = all.isEmpty() ? "" : place(all).host();
    return Step.of(this, new Effect.Open(NewPoolForm.of(hosts, host)));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    StorageScreen now = settled(world);
    List<Place> all = places(world);
    if (all.isEmpty()) {
      frame.put(
          area.row() + 1,
          2,
          area.columns() - 2,
          "No host has told of a pool. p makes one.",
          world.theme().style(Role.DIM));
      return;
    }
    int rows = poolRows(world);
    Table.paint(
        frame,
        new Rect(area.row(), area.column(), rows + 1, area.columns()),
        world.theme(),
        poolColumns(),
        all,
        now.pools,
        p -> false,
        !below);
    Place place = now.place(all);
    int line = area.row() + rows + 1;
    frame.repeat(
        line,
        area.column(),
        area.columns(),
        world.theme().glyphs().horizontal(),
        world.theme().style(Role.BORDER));
    frame.put(
        line,
        area.column() + 2,
        area.columns() - 4,
        " " + place.pool().name() + " on " + place.host() + ": " + volumesSaid(place.pool()) + " ",
        world.theme().style(Role.TITLE));
    Table.paint(
        frame,
        new Rect(line + 1, area.column(), area.bottom() - line - 1, area.columns()),
        world.theme(),
        volumeColumns(),
        now.uses(world),
        now.volumes,
        v -> false,
        below);
  }

  private static String volumesSaid(Pool pool) {
    int count = pool.volumes().size();
    return !pool.active() ? "not active" : count == 1 ? "1 volume" : count + " volumes";
  }

  private static List<Column<Place>> poolColumns() {
    return List.of(
        Column.text("POOL", 10, 24, 0, p -> p.pool().name()),
        Column.<Place>text("HOST", 8, 16, 2, Place::host).in(p -> Role.DIM),
        Column.<Place>text("STATE", 8, 8, 1, p -> p.pool().active() ? "active" : "inactive")
            .in(p -> p.pool().active() ? Role.STATE_RUNNING : Role.STATE_OFF),
        Column.text("TYPE", 7, 10, 5, p -> p.pool().type()),
        Column.<Place>number("SIZE", 9, 3, p -> size(p.pool(), p.pool().capacityBytes())),
        Column.<Place>number("FREE", 9, 2, p -> size(p.pool(), p.pool().availableBytes())),
        Column.text("BOOT", 4, 4, 6, p -> p.pool().autostart() ? "on" : "off"),
        Column.text("PATH", 12, 60, 7, p -> p.pool().path()));
  }

  private static String size(Pool pool, long bytes) {
    return pool.active() ? Amounts.bytes(bytes) : "";
  }

  private static List<Column<VolumeUse>> volumeColumns() {
    return List.of(
        Column.text("VOLUME", 16, 28, 0, u -> u.volume().name()),
        Column.text("FORMAT", 6, 6, 3, u -> u.volume().format()),
        Column.<VolumeUse>number("SIZE", 9, 1, u -> Amounts.bytes(u.volume().capacityBytes())),
        Column.<VolumeUse>number("TAKES", 9, 4, u -> Amounts.bytes(u.volume().allocationBytes())),
        Column.<VolumeUse>text("USED BY", 12, 60, 2, StorageScreen::users)
            .in(u -> u.used() ? Role.TEXT : Role.DIM));
  }

  static String users(VolumeUse use) {
    if (!use.used()) {
      return "nobody";
    }
    String vms = use.vms().stream().map(Vm::name).collect(Collectors.joining(", "));
    String overlays = use.overlays().stream().map(Volume::name).collect(Collectors.joining(", "));
    return vms.isEmpty()
        ? "beneath " + overlays
        : overlays.isEmpty() ? vms : vms + "; beneath " + overlays;
  }
}
