package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.placement.DrainPlan;
import dev.pilothouse.fleet.placement.Move;
import java.util.List;

/**
 * A VM that would be moved, or would have to stay, as {@code host drain --plan} and {@code fleet
 * balance --plan} print it. The names of its components are the field names of the JSON and YAML
 * forms and stay as they are.
 *
 * @param to empty when it cannot go anywhere
 */
public record MoveView(
    String vm, String uuid, String state, long memoryBytes, String from, String to, String why) {
  /** How moves are listed. */
  public static final Listing<MoveView> LISTING =
      new Listing<>(
          List.of(
              Column.text("VM", MoveView::vm),
              Column.text("STATE", MoveView::state),
              Column.figure("MEMORY", move -> Amounts.bytes(move.memoryBytes)),
              Column.text("FROM", MoveView::from),
              Column.text("TO", move -> move.to.isEmpty() ? "stays" : move.to),
              Column.text("WHY", MoveView::why),
              Column.wide("UUID", MoveView::uuid)),
          move -> Visible.of(move.from) + "/" + Visible.of(move.vm));

  public static MoveView of(Move move) {
    return of(move.vm(), move.to().host(), move.why());
  }

  public static MoveView of(DrainPlan.Stay stay) {
    return of(stay.vm(), "", stay.why());
  }

  private static MoveView of(Vm vm, String to, String why) {
    return new MoveView(
        vm.name(),
        vm.ref().uuid().toString(),
        vm.state().word(),
        vm.memoryBytes(),
        vm.host(),
        to,
        why);
  }
}
