package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Figures;
import dev.pilothouse.tui.screen.Homes;
import dev.pilothouse.tui.screen.ListKeys;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Column;
import dev.pilothouse.tui.widget.Cursor;
import dev.pilothouse.tui.widget.Fact;
import dev.pilothouse.tui.widget.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where VMs could go: every host with whether they fit there, and why not. */
public record DestinationScreen(List<VmRef> vms, Cursor<String> cursor) implements Screen {
  /** Rows beneath the hosts for what is to be said of one. */
  private static final int REASONS = 6;

  public DestinationScreen {
    vms = List.copyOf(vms);
  }

  public static DestinationScreen of(List<Vm> vms) {
    return new DestinationScreen(vms.stream().map(Vm::ref).toList(), Cursor.start());
  }

  @Override
  public String title() {
    return "Migrate";
  }

  @Override
  public Step update(Msg msg, World world) {
    DestinationScreen now = with(cursor.settle(rows(world), Destination::host, height(world)));
    return msg instanceof Msg.Key key ? now.dispatch(key.name(), world) : Step.of(now);
  }

  private DestinationScreen with(Cursor<String> at) {
    return new DestinationScreen(vms, at);
  }

  private List<Vm> here(World world) {
    return vms.stream()
        .map(ref -> Homes.find(world.fleet(), ref))
        .filter(Objects::nonNull)
        .map(vm -> Objects.requireNonNull(vm))
        .toList();
  }

  private List<Destination> rows(World world) {
    return Destination.of(here(world), world);
  }

  private static int height(World world) {
    return Math.max(1, world.bodyRows() - 3 - REASONS);
  }

  @Override
  public List<Binding> bindings(World world) {
    List<Destination> rows = rows(world);
    Destination on = rows.isEmpty() ? null : rows.get(Math.min(cursor.index(), rows.size() - 1));
    String none =
        on == null
            ? "There is no other host."
            : on.fits() ? "" : on.host() + " does not fit: " + on.stays().getFirst().why() + ".";
    return ListKeys.of(
        List.of(
            Binding.of("Enter", "go on", "how they are to go there", () -> choose(on, world))
                .unless(none)),
        height(world),
        by -> with(cursor.move(by, rows(world), Destination::host, height(world))));
  }

  private Step choose(@Nullable Destination to, World world) {
    if (to == null) {
      return Step.of(this);
    }
    String where = to.host().isEmpty() ? "where each fits best" : "to " + to.host();
    return Step.of(
        this,
        new Effect.Open(
            OptionsForm.of(
                what(world) + " goes " + where + ".",
                MigrationOptions.standard(),
                options -> PlanScreen.open(to, options))));
  }

  private String what(World world) {
    List<Vm> here = here(world);
    return here.size() == 1 ? here.getFirst().name() : here.size() + " VMs";
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    List<Vm> here = here(world);
    String about =
        here.isEmpty()
            ? "The VM is gone."
            : here.size() > 1
                ? "Where to with " + here.size() + " VMs?"
                : "Where to with "
                    + here.getFirst().name()
                    + " on "
                    + here.getFirst().host()
                    + ", "
                    + here.getFirst().state().word()
                    + ", "
                    + Figures.bytes(here.getFirst().memoryBytes())
                    + "?";
    frame.put(area.row(), 1, area.columns() - 1, about, world.theme().style(Role.TITLE));
    List<Destination> rows = rows(world);
    Cursor<String> at = cursor.settle(rows, Destination::host, height(world));
    Rect table = new Rect(area.row() + 1, area.column(), height(world) + 1, area.columns());
    Table.paint(
        frame, table, world.theme(), columns(here.size(), world), rows, at, r -> false, true);
    if (!rows.isEmpty()) {
      reasons(frame, area.lower(REASONS).after(1), rows.get(at.index()), world);
    }
  }

  private static List<Column<Destination>> columns(int vms, World world) {
    return List.of(
        Column.text("HOST", 12, 24, 0, to -> to.host().isEmpty() ? "(the best)" : to.host()),
        Column.<Destination>text("FITS", 8, 8, 1, to -> fits(to, vms))
            .in(to -> to.fits() ? Role.OK : Role.ERROR),
        Column.number("MEM FREE", 8, 2, to -> amount(to, to.freeMemory())),
        Column.number("LOAD", 8, 3, to -> load(to, world)),
        Column.number("POOL", 6, 4, to -> amount(to, room(to, world))),
        Column.text(
            "WHY", 20, 120, 5, to -> to.fits() ? to.reason() : to.stays().getFirst().why()));
  }

  private static String fits(Destination to, int vms) {
    return vms > 1 ? to.moves().size() + " of " + vms : to.fits() ? "yes" : "no";
  }

  private static String amount(Destination to, long bytes) {
    return to.host().isEmpty() ? "" : Figures.bytes(Math.max(0, bytes));
  }

  private static String load(Destination to, World world) {
    Host host = world.fleet().host(to.host());
    return host == null || host.facts().load() < 0
        ? ""
        : host.facts().load() + "/" + host.facts().cpus();
  }

  private static long room(Destination to, World world) {
    return world.fleet().inventory(to.host()).usualPool().map(Pool::availableBytes).orElse(0L);
  }

  private static void reasons(Frame frame, Rect area, Destination to, World world) {
    List<Fact> facts = new ArrayList<>();
    if (to.fits() && !to.reason().isEmpty()) {
      facts.add(new Fact("best", to.reason(), Role.OK));
    }
    for (Destination.Stay stay : to.stays()) {
      facts.add(new Fact("cannot", stay.vm().name() + ": " + stay.why(), Role.ERROR));
    }
    List<Fact> rows = Fact.rows(facts, area.columns());
    for (int i = 0; i < area.rows() && i < rows.size(); i++) {
      rows.get(i).paint(frame, area.line(i), world.theme());
    }
  }
}
