package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.placement.BalancePlan;
import dev.pilothouse.fleet.placement.Taken;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.order.Confirmation;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.output.MoveView;
import java.util.List;

/** {@code fleet balance}. */
final class FleetVerbs {
  private FleetVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "fleet",
            "balance",
            "Move VMs so that all hosts carry about the same, in as few moves as it takes.",
            spec -> {
              spec.addOption(
                  Options.flag(
                      "Say what would be moved and why; do nothing.", MigrationVerbs.PLAN));
              Options.ordering().forEach(spec::addOption);
            },
            FleetVerbs::balance));
  }

  private static int balance(Call call) {
    boolean only = MigrationVerbs.onlyPlanned(call);
    Ordering ordering = new Ordering(call);
    if (!only) {
      ordering.demandPermission(Verb.MIGRATE);
    }
    Fleet fleet = call.fleet();
    BalancePlan plan = BalancePlan.of(fleet, Taken.by(fleet, MigrationVerbs.recent(call)));
    if (only || !plan.moves().isEmpty()) {
      call.results().list(MoveView.LISTING, plan.moves().stream().map(MoveView::of).toList());
    }
    if (plan.moves().isEmpty()) {
      call.talk().say("Nothing to move: no move would bring two hosts closer that are far apart.");
      return ExitStatus.DONE;
    }
    if (only) {
      return ExitStatus.DONE;
    }
    int moves = plan.moves().size();
    Confirmation.demand(
        call, "balance", "Migrate " + moves + (moves == 1 ? " VM." : " VMs, as listed above."));
    Targets targets = new Targets(fleet);
    return ordering.orderAndWait(
        plan.moves().stream()
            .map(
                move ->
                    MigrationVerbs.planned(
                        move, targets.shown(move.vm()), MigrationOptions.standard(), ""))
            .toList());
  }
}
