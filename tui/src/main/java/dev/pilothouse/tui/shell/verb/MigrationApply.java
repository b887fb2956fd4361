package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.placement.Need;
import dev.pilothouse.fleet.placement.Placement;
import dev.pilothouse.fleet.placement.Placement.Candidate;
import dev.pilothouse.fleet.placement.Taken;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.Documents;
import dev.pilothouse.fleet.wire.WireException;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Planned;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders what a plan said that was printed before; refused when the world is another by now. */
final class MigrationApply {
  private MigrationApply() {}

  /**
   * @param file what {@code vm migrate --plan -o json} printed; {@code -} for stdin
   */
  static int run(Call call, String file) {
    List<MigrateVm> orders = orders(new String(Sources.bytes(call, file), StandardCharsets.UTF_8));
    Fleet fleet = call.fleet();
    List<Planned> planned = orders.stream().map(order -> planned(fleet, order)).toList();
    return new Ordering(call).run(Verb.MIGRATE, planned);
  }

  private static List<MigrateVm> orders(String text) {
    List<MigrateVm> orders = new ArrayList<>();
    try {
      // JSON is YAML, and a list becomes a mapping's.
      Object plans = new Documents().readYaml("{\"plans\": " + text + "}").get("plans");
      for (Object plan : plans instanceof List<?> list ? list : List.of()) {
        if (plan instanceof Map<?, ?> fields && fields.get("order") instanceof String order) {
          Operation operation = new Codec().read(Operation.class, order);
          if (operation instanceof MigrateVm migrate) {
            orders.add(migrate);
            continue;
          }
        }
        throw new CommandException(
            ExitStatus.CONFLICT, "One of these plans is blocked: make them anew without it.");
      }
    } catch (WireException e) {
      throw CommandException.usage(
          "This is no plan: " + Visible.line(String.valueOf(e.getMessage())) + ".");
    }
    if (orders.isEmpty()) {
      throw CommandException.usage(
          "This is no plan; 'vm migrate --plan -o json' prints one to be applied.");
    }
    return orders;
  }

  private static Planned planned(Fleet fleet, MigrateVm order) {
    Vm vm =
        fleet
            .owner(order.vm().uuid())
            .orElseThrow(() -> changed("There is no VM " + order.vm() + " any more."));
    String name = Visible.of(vm.name());
    if (!vm.host().equals(order.host())) {
      throw changed(name + " is on " + vm.host() + " now, and was on " + order.host() + ".");
    }
    Optional<Candidate> to =
        Placement.choose(fleet, Need.of(fleet, vm), Taken.nothing()).candidate(order.to().host());
    if (to.isEmpty()) {
      throw changed("There is no host " + order.to().host() + " any more.");
    }
    if (!to.get().fits()) {
      throw changed(order.to().host() + " does not fit any more: " + to.get().said() + ".");
    }
    return new Planned(order, vm.name(), name + " to " + Visible.of(order.to().host()));
  }

  private static CommandException changed(String what) {
    return new CommandException(
        ExitStatus.CONFLICT,
        Visible.line("The world is another than the plan's. " + what) + " Make a new plan.");
  }
}
