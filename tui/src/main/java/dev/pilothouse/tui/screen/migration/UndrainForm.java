package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.operation.HostOperation.SetMaintenance;
import dev.pilothouse.fleet.placement.Batch;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Form;
import dev.pilothouse.tui.screen.dialog.FormScreen;
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends a host's maintenance.
 *
 * @param left the VMs that left because of it and can come back
 */
public record UndrainForm(String host, List<Batch.Return> left) implements FormScreen.Purpose {
  private static final String BACK = "What left";

  public UndrainForm {
    left = List.copyOf(left);
  }

  public static FormScreen of(String host, World world) {
    Maintenance maintenance = Hosts.maintenance(world.fleet(), host);
    List<Batch.Return> left =
        maintenance == null
            ? List.of()
            : Batch.back(world.fleet(), world.operations(), host, maintenance.operation());
    List<String> options = new ArrayList<>();
    options.add("stays where it is");
    if (!left.isEmpty()) {
      options.add("comes back: " + left.size() + (left.size() == 1 ? " VM" : " VMs"));
    }
    return new FormScreen(new UndrainForm(host, left), Form.of(Form.Choice.of(BACK, options)));
  }

  @Override
  public String title() {
    return "End the maintenance of " + host;
  }

  @Override
  public String word() {
    return "undrain";
  }

  @Override
  public String about() {
    return "VMs can be placed on " + host + " again.";
  }

  @Override
  public String problem(Form form, World world) {
    return Hosts.maintenance(world.fleet(), host) == null ? "It is not in maintenance." : "";
  }

  @Override
  public String sentence(Form form, World world) {
    return form.chosen(BACK) == 0
        ? "Nothing moves."
        : "Then they migrate back, as they came, a few at a time.";
  }

  @Override
  public Effect effect(Form form, World world) {
    SetMaintenance end = new SetMaintenance(host, false);
    if (form.chosen(BACK) == 0) {
      return OperationChoice.submit(end, host);
    }
    List<Effect.Target> back =
        left.stream().map(one -> new Effect.Target(one.operation(), one.name())).toList();
    return new Effect.InTurn(new Effect.Target(end, host), "back to " + host, number -> back);
  }
}
