package dev.pilothouse.tui.screen.vm;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.TrashedVm;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.TrashOperation;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.ListKeys;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import dev.pilothouse.tui.shell.output.Amounts;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Table;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** VMs that were deleted and can come back. */
public record TrashScreen(Cursor<String> cursor) implements Screen {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  public static TrashScreen start() {
    return new TrashScreen(Cursor.start());
  }

  @Override
  public String title() {
    return "Trash";
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key
        ? settled(world).dispatch(key.name(), world)
        : Step.of(settled(world));
  }

  /** What is purged next first. */
  private static List<TrashedVm> rows(World world) {
    return world.fleet().hosts().stream()
        .map(Host::name)
        .flatMap(host -> world.fleet().inventory(host).trash().stream())
        .sorted(
            Comparator.comparing(TrashedVm::until)
                .thenComparing(TrashedVm::name)
                .thenComparing(TrashScreen::key))
        .toList();
  }

  private static String key(TrashedVm vm) {
    return vm.ref().host() + "/" + vm.ref().uuid();
  }

  private static int height(World world) {
    return Math.max(1, world.bodyRows() - 2);
  }

  private TrashScreen settled(World world) {
    return new TrashScreen(cursor.settle(rows(world), TrashScreen::key, height(world)));
  }

  @Override
  public List<Binding> bindings(World world) {
    List<TrashedVm> rows = rows(world);
    String none = rows.isEmpty() ? "The trash is empty." : "";
    String restore = OperationChoice.missing(Verb.RESTORE, world);
    String purge = OperationChoice.missing(Verb.PURGE, world);
    return ListKeys.of(
        List.of(
            Binding.of("Enter r", "restore", "take it out of the trash", () -> restore(rows))
                .unless(none.isEmpty() ? restore : none),
            Binding.of("x", "purge", "delete it for good, with its disks", () -> purge(rows))
                .unless(none.isEmpty() ? purge : none)),
        height(world),
        by -> moved(by, world));
  }

  private TrashScreen moved(int by, World world) {
    return new TrashScreen(cursor.move(by, rows(world), TrashScreen::key, height(world)));
  }

  private TrashedVm current(List<TrashedVm> rows) {
    return rows.get(Math.min(cursor.index(), rows.size() - 1));
  }

  private Step restore(List<TrashedVm> rows) {
    TrashedVm vm = current(rows);
    return Step.of(
        this,
        OperationChoice.typed(
            new TrashOperation.RestoreVm(vm.ref()), vm.name(), "Restore " + vm.name(), ""));
  }

  private Step purge(List<TrashedVm> rows) {
    TrashedVm vm = current(rows);
    // A name that cannot be typed is no phrase.
    boolean typable = Visible.of(vm.name()).equals(vm.name());
    String phrase = typable ? vm.name() : vm.ref().uuid().toString().substring(0, 8);
    return Step.of(
        this,
        OperationChoice.typed(
            new TrashOperation.PurgeVm(vm.ref()), vm.name(), "Purge " + vm.name(), phrase));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    List<TrashedVm> rows = rows(world);
    long held = rows.stream().mapToLong(TrashedVm::bytes).sum();
    String about =
        rows.isEmpty()
            ? "The trash is empty."
            : (rows.size() == 1 ? "1 VM" : rows.size() + " VMs")
                + " in the trash, holding "
                + Amounts.bytes(held)
                + ".";
    frame.put(area.row(), 1, area.columns() - 1, about, world.theme().style(Role.TITLE));
    if (rows.isEmpty()) {
      return;
    }
    Table.paint(
        frame,
        new Rect(area.row() + 1, area.column(), area.rows() - 1, area.columns()),
        world.theme(),
        List.of(
            Column.text("NAME", 12, 32, 0, TrashedVm::name),
            Column.<TrashedVm>text("HOST", 8, 16, 2, vm -> vm.ref().host()).in(vm -> Role.DIM),
            Column.<TrashedVm>number("HOLDS", 9, 1, vm -> Amounts.bytes(vm.bytes())),
            Column.text("BY", 6, 16, 4, TrashedVm::by),
            Column.text("SINCE", 17, 17, 5, vm -> MINUTE.format(vm.since())),
            Column.text("PURGED", 17, 17, 3, vm -> MINUTE.format(vm.until()))),
        rows,
        settled(world).cursor,
        vm -> false,
        true);
  }
}
