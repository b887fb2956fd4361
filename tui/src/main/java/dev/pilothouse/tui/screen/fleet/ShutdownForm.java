package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.DialogBox;
import java.time.Duration;
import java.util.List;

/** Asks how long the guests may take to shut down, and what happens to those that do not. */
record ShutdownForm(List<Vm> vms, String what, int graceSeconds, AfterGrace then)
    implements Screen {
  private static final int STEP = 30;
  private static final int LONGEST = 1800;

  ShutdownForm {
    vms = List.copyOf(vms);
  }

  @Override
  public String title() {
    return "Shut down";
  }

  @Override
  public boolean overlay() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key ? dispatch(key.name(), world) : Step.of(this);
  }

  @Override
  public List<Binding> bindings(World world) {
    return List.of(
        Binding.of("Enter y", "shut down", "ask the guests to shut down", this::submit),
        Binding.of(
            "+ Right", "longer", "give the guests more time", () -> grace(graceSeconds + STEP)),
        Binding.of(
            "- Left", "shorter", "give the guests less time", () -> grace(graceSeconds - STEP)),
        Binding.of(
            "Space Tab Up Down", "then", "what to do with guests that do not stop", this::toggle),
        Binding.of(
            "Esc n q", "cancel", "leave them running", () -> Step.of(this, new Effect.Close())));
  }

  private Step grace(int seconds) {
    return Step.of(new ShutdownForm(vms, what, Math.max(STEP, Math.min(LONGEST, seconds)), then));
  }

  private Step toggle() {
    AfterGrace other = then == AfterGrace.LEAVE ? AfterGrace.FORCE_OFF : AfterGrace.LEAVE;
    return Step.of(new ShutdownForm(vms, what, graceSeconds, other));
  }

  private Step submit() {
    List<Effect.Target> targets =
        vms.stream()
            .map(
                vm ->
                    new Effect.Target(
                        new Operation.ShutdownVm(vm.ref(), Duration.ofSeconds(graceSeconds), then),
                        vm.name()))
            .toList();
    return Step.of(this, new Effect.Close(), new Effect.Submit("shutdown", targets, ""));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Rect inside = DialogBox.paint(frame, area, world.theme(), "Shut down " + what, 5, 58);
    String late =
        switch (then) {
          case LEAVE -> "give up and leave it running";
          case FORCE_OFF -> "cut its power";
        };
    String[] lines = {
      "The guest is asked through ACPI or its agent.",
      "",
      "Wait at most   < " + graceSeconds + " s >",
      "After that     [ " + late + " ]",
      "Enter shut down   +/- time   Space then   Esc cancel"
    };
    for (int i = 0; i < lines.length; i++) {
      boolean danger = i == 3 && then == AfterGrace.FORCE_OFF;
      Role role = danger ? Role.ERROR : i == lines.length - 1 ? Role.DISABLED : Role.DIALOG;
      frame.put(
          inside.row() + i, inside.column(), inside.columns(), lines[i], world.theme().style(role));
    }
  }
}
