package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.Finding;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.placement.Move;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import dev.pilothouse.tui.shell.output.Form;
import dev.pilothouse.tui.shell.output.MigrationPlanView;
import dev.pilothouse.tui.shell.verb.Routes.Route;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks how migrations would go, at the hosts that the VMs would leave. */
final class MigrationLook {
  private MigrationLook() {}

  /**
   * Prints a plan for each.
   *
   * @return CONFLICT when one is blocked
   */
  static int print(Call call, List<Route> routes, MigrationOptions options) {
    List<MigrationPlanView> views = look(call, routes, options);
    if (call.form() == Form.TABLE) {
      call.talk()
          .result(
              views.stream().map(view -> view.sheet().text()).collect(Collectors.joining("\n")));
    } else {
      call.results().list(MigrationPlanView.LISTING, views);
    }
    return views.stream().allMatch(MigrationPlanView::possible)
        ? ExitStatus.DONE
        : ExitStatus.CONFLICT;
  }

  private static List<MigrationPlanView> look(
      Call call, List<Route> routes, MigrationOptions options) {
    Ordering ordering = new Ordering(call);
    ordering.demandPermission(Verb.MIGRATE_PLAN);
    List<Planned> looks = new ArrayList<>();
    for (Route route : routes) {
      route.move().ifPresent(move -> looks.add(planned(move, options)));
    }
    Iterator<OperationRecord> looked = ordering.readAll(looks).iterator();
    List<MigrationPlanView> views = new ArrayList<>();
    for (Route route : routes) {
      views.add(
          route.move().isPresent()
              ? view(route, route.move().get(), options, looked.next())
              : MigrationPlanView.nowhere(route.vm(), route.to(), route.why(), route.blockers()));
    }
    return views;
  }

  private static Planned planned(Move move, MigrationOptions options) {
    return new Planned(move.plan(options), move.vm().name(), move.vm().name());
  }

  private static MigrationPlanView view(
      Route route, Move move, MigrationOptions options, OperationRecord looked) {
    MigrationPlan plan = plan(looked);
    if (plan != null) {
      return MigrationPlanView.of(
          route.vm(), plan, route.why(), move.operation(options, plan.basis(), ""));
    }
    Finding refused =
        looked.failure() == null
            ? new Finding("Nobody could look.", "Try again.")
            : new Finding(looked.failure().message(), looked.failure().hint());
    return MigrationPlanView.nowhere(route.vm(), route.to(), route.why(), List.of(refused));
  }

  static @Nullable MigrationPlan plan(OperationRecord looked) {
    return looked.state() == OperationState.SUCCEEDED && looked.result() != null
        ? new Codec().read(MigrationPlan.class, looked.result())
        : null;
  }
}
