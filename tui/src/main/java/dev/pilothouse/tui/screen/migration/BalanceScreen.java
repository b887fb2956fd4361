package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.placement.BalancePlan;
import dev.pilothouse.fleet.placement.BalancePlan.Carried;
import dev.pilothouse.fleet.placement.Taken;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.ListKeys;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Which VMs should move so that all hosts carry about the same, before that is ordered. */
public record BalanceScreen(BalancePlan plan, Cursor<UUID> cursor) implements Screen {
  private static final int HEAD = 2;

  public static BalanceScreen of(World world) {
    return new BalanceScreen(
        BalancePlan.of(world.fleet(), Taken.by(world.fleet(), world.operations())), Cursor.start());
  }

  @Override
  public String title() {
    return "Balance";
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key ? dispatch(key.name(), world) : Step.of(this);
  }

  private List<MoveList.Row> rows() {
    return MoveList.rows(plan.moves(), List.of());
  }

  @Override
  public List<Binding> bindings(World world) {
    String none = plan.moves().isEmpty() ? "There is nothing to move." : "";
    List<Binding> all = new ArrayList<>();
    all.add(
        Binding.of("y", "migrate", "migrate all of them", this::apply)
            .unless(none.isEmpty() ? OperationChoice.missing(Verb.MIGRATE, world) : none));
    all.add(
        Binding.of(
            "R F5", "plan again", "plan it again, of what is now", () -> Step.of(of(world))));
    return ListKeys.of(
        all,
        MoveList.height(world, HEAD),
        by ->
            new BalanceScreen(
                plan, cursor.move(by, rows(), MoveList.Row::vm, MoveList.height(world, HEAD))));
  }

  private Step apply() {
    return Step.of(
        this,
        new Effect.Close(),
        new Effect.Submit(
            "balance", Hosts.targets(plan.moves(), MigrationOptions.standard(), ""), ""));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    int moves = plan.moves().size();
    frame.put(
        area.row(),
        1,
        area.columns() - 1,
        moves == 0
            ? "No move would even the hosts out."
            : moves + (moves == 1 ? " VM" : " VMs") + " should move; y does it.",
        world.theme().style(Role.TITLE));
    frame.put(area.row() + 1, 1, area.columns() - 1, shares(), world.theme().style(Role.DIM));
    MoveList.paint(frame, area, HEAD, rows(), cursor, world);
  }

  /** Such as {@code h1 80 -> 45 %, h2 10 -> 44 %}. */
  private String shares() {
    List<String> shares = new ArrayList<>();
    for (Carried before : plan.before()) {
      for (Carried after : plan.after()) {
        if (after.host().equals(before.host())) {
          String change =
              String.format(
                  Locale.ROOT, "%.0f -> %.0f %%", 100 * before.most(), 100 * after.most());
          shares.add(before.host() + " " + change);
        }
      }
    }
    return String.join(", ", shares);
  }
}
