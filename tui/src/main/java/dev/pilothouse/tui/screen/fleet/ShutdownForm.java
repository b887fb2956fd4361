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
import dev.pilothouse.tui.widget.Prose;
import java.time.Duration;
import java.util.ArrayList;
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
    String late =
        switch (then) {
          case LEAVE -> "leave it running";
          case FORCE_OFF -> "cut its power";
        };
    int width = Math.max(1, Math.min(58, area.columns() - 4));
    List<String> intro = Prose.wrap("The guest is asked through ACPI or its agent.", width);
    List<String> lines = new ArrayList<>(intro);
    lines.add("");
    lines.add("Wait at most  < " + graceSeconds + " s >");
    lines.add("After that    [ " + late + " ]");
    lines.addAll(Prose.wrap("Enter shut down   +/- time   Space after that   Esc cancel", width));
    Rect inside =
        DialogBox.paint(frame, area, world.theme(), "Shut down " + what, lines.size(), width);
    for (int i = 0; i < lines.size() && i < inside.rows(); i++) {
      int after = i - intro.size();
      Role role =
          after == 2 && then == AfterGrace.FORCE_OFF
              ? Role.ERROR
              : after > 2 ? Role.DISABLED : Role.DIALOG;
      frame.put(
          inside.row() + i,
          inside.column(),
          inside.columns(),
          lines.get(i),
          world.theme().style(role));
    }
  }
}
