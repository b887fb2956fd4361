package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.operation.HostOperation.SetMaintenance;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.placement.DrainPlan;
import dev.pilothouse.fleet.placement.Move;
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
import java.util.UUID;

/** Where every VM of a host would go if the host were to be emptied, before that is ordered. */
public record DrainPlanScreen(
    String host,
    List<Move> moves,
    List<DrainPlan.Stay> stays,
    MigrationOptions options,
    Cursor<UUID> cursor)
    implements Screen {
  private static final int HEAD = 2;

  public DrainPlanScreen {
    moves = List.copyOf(moves);
    stays = List.copyOf(stays);
  }

  /** Of the VMs that are there and not on their way already. */
  public static DrainPlanScreen of(String host, World world) {
    return of(host, MigrationOptions.standard(), Cursor.start(), world);
  }

  private static DrainPlanScreen of(
      String host, MigrationOptions options, Cursor<UUID> cursor, World world) {
    DrainPlan plan =
        DrainPlan.of(world.fleet(), host, List.of(), Taken.by(world.fleet(), world.operations()));
    return new DrainPlanScreen(
        host,
        plan.moves().stream()
            .filter(move -> world.moves().of(move.vm().ref().uuid()) == null)
            .toList(),
        plan.stays().stream()
            .filter(stay -> world.moves().of(stay.vm().ref().uuid()) == null)
            .toList(),
        options,
        cursor);
  }

  @Override
  public String title() {
    return "Drain";
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key ? dispatch(key.name(), world) : Step.of(this);
  }

  private DrainPlanScreen with(Cursor<UUID> at) {
    return new DrainPlanScreen(host, moves, stays, options, at);
  }

  private List<MoveList.Row> rows() {
    return MoveList.rows(moves, stays);
  }

  @Override
  public List<Binding> bindings(World world) {
    List<Binding> all = new ArrayList<>();
    all.add(
        Binding.of("y", "drain", "begin maintenance and migrate them", () -> drain(world))
            .unless(OperationChoice.missing(Verb.HOST_DRAIN, world)));
    all.add(Binding.of("o", "options", "limits and ways of the migrations", () -> options(world)));
    all.add(
        Binding.of(
            "R F5",
            "plan again",
            "plan it again, of what is now",
            () -> Step.of(of(host, options, cursor, world))));
    return ListKeys.of(
        all,
        MoveList.height(world, HEAD),
        by -> with(cursor.move(by, rows(), MoveList.Row::vm, MoveList.height(world, HEAD))));
  }

  private Step drain(World world) {
    Maintenance maintenance = Hosts.maintenance(world.fleet(), host);
    Effect order =
        maintenance == null
            ? new Effect.InTurn(
                new Effect.Target(new SetMaintenance(host, true), host),
                "drain " + host,
                number -> Hosts.targets(moves, options, Long.toString(number)))
            : new Effect.Submit(
                "drain " + host,
                Hosts.targets(moves, options, Long.toString(maintenance.operation())),
                "");
    return Step.of(this, new Effect.Show(DrainScreen.of(host)), order);
  }

  private Step options(World world) {
    return Step.of(
        this,
        new Effect.Open(
            OptionsForm.of(
                "All VMs of " + host + ".",
                options,
                other ->
                    List.of(new Effect.Close(), new Effect.Open(of(host, other, cursor, world))))));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    boolean begun = Hosts.maintenance(world.fleet(), host) != null;
    frame.put(
        area.row(),
        1,
        area.columns() - 1,
        moves.isEmpty() && stays.isEmpty()
            ? host + " has no VM" + (begun ? "." : ": y begins its maintenance.")
            : "To empty " + host + ": " + moves.size() + " can move, " + stays.size() + " cannot.",
        world.theme().style(Role.TITLE));
    frame.put(
        area.row() + 1,
        1,
        area.columns() - 1,
        begun
            ? "It is in maintenance already; y migrates what is left."
            : "y begins its maintenance, so that nothing new comes, and migrates them.",
        world.theme().style(Role.DIM));
    MoveList.paint(frame, area, HEAD, rows(), cursor, world);
  }
}
