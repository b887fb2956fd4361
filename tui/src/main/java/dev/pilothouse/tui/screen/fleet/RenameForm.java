package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.tui.frame.CellWidth;
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
import dev.pilothouse.tui.widget.TextField;
import java.util.List;

/** Asks for a VM's new name and says at every key what is wrong with it. */
record RenameForm(VmRef vm, String oldName, TextField name) implements Screen {
  @Override
  public String title() {
    return "Rename";
  }

  @Override
  public boolean overlay() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> {
        TextField typed = name.type(key.stroke());
        yield typed.equals(name) ? dispatch(key.name(), world) : Step.of(with(typed));
      }
      case Msg.Pasted pasted -> Step.of(with(name.insert(pasted.text())));
      case Msg.WorldChanged m -> Step.of(this);
      case Msg.OperationNews m -> Step.of(this);
      case Msg.Submitted m -> Step.of(this);
      case Msg.NotSubmitted m -> Step.of(this);
      case Msg.Filtered m -> Step.of(this);
      case Msg.Completed m -> Step.of(this);
      case Msg.Edited m -> Step.of(this);
      case Msg.Reread m -> Step.of(this);
      case Msg.Answered m -> Step.of(this);
    };
  }

  private RenameForm with(TextField typed) {
    return new RenameForm(vm, oldName, typed);
  }

  /** Why the name will not do; empty when it will. */
  private String problem(World world) {
    String wanted = name.text();
    if (wanted.isBlank()) {
      return "A name needs at least one character.";
    }
    if (wanted.equals(oldName)) {
      return "That is its name already.";
    }
    if (wanted.indexOf('/') >= 0) {
      return "libvirt does not allow / in names.";
    }
    if (wanted.chars().anyMatch(Character::isISOControl)) {
      return "Names have no control characters.";
    }
    for (Vm other : world.fleet().vms(vm.host())) {
      if (other.name().equals(wanted)) {
        return "There is a VM of that name on " + vm.host() + ".";
      }
    }
    return "";
  }

  @Override
  public List<Binding> bindings(World world) {
    Effect submit =
        new Effect.Submit(
            "rename",
            List.of(new Effect.Target(new Operation.RenameVm(vm, oldName, name.text()), oldName)),
            "");
    return List.of(
        Binding.of("Enter", "rename", "rename it", () -> Step.of(this, new Effect.Close(), submit))
            .unless(problem(world)),
        Binding.of(
            "Esc", "cancel", "leave the name as it is", () -> Step.of(this, new Effect.Close())));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    int width = Math.max(56, Math.min(80, CellWidth.of(oldName) + 20));
    Rect inside = DialogBox.paint(frame, area, world.theme(), "Rename " + oldName, 3, width);
    frame.put(
        inside.row(),
        inside.column(),
        inside.columns(),
        "On " + vm.host() + ". New name:",
        world.theme().style(Role.DIALOG));
    name.paint(frame, inside.line(1), world.theme().style(Role.INPUT));
    frame.put(
        inside.row() + 2,
        inside.column(),
        inside.columns(),
        problem(world),
        world.theme().style(Role.ERROR));
  }
}
