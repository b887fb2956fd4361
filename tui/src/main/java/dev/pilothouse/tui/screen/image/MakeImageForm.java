package dev.pilothouse.tui.screen.image;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MakeImage;
import dev.pilothouse.fleet.operation.Verb;
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
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Asks for the name of the image that is made of a VM's first disk. */
public record MakeImageForm(Vm vm, TextField name, boolean generalise) implements Screen {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public static MakeImageForm of(Vm vm) {
    return new MakeImageForm(vm, TextField.of(""), true);
  }

  @Override
  public String title() {
    return "Make image";
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
        yield typed.equals(name)
            ? dispatch(key.name(), world)
            : Step.of(new MakeImageForm(vm, typed, generalise));
      }
      case Msg.Pasted pasted ->
          Step.of(new MakeImageForm(vm, name.insert(pasted.text()), generalise));
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

  private String problem(World world) {
    if (!NAMES.matcher(name.text()).matches()) {
      return "The name: up to 64 letters, digits, dots, dashes, underscores.";
    }
    return world.fleet().inventory(vm.host()).image(name.text()).isPresent()
        ? "There is an image of that name on " + vm.host() + "."
        : "";
  }

  @Override
  public List<Binding> bindings(World world) {
    return List.of(
        Binding.of("Enter", "make", "make the image", this::submit).unless(problem(world)),
        Binding.of(
            "Tab",
            "generalise",
            "whether what is the VM's own is taken out",
            () -> Step.of(new MakeImageForm(vm, name, !generalise))),
        Binding.of("Esc", "cancel", "make nothing", () -> Step.of(this, new Effect.Close())));
  }

  private Step submit() {
    MakeImage make =
        new MakeImage(vm.ref(), name.text(), null, vm.state().active() ? GRACE : null, generalise);
    return Step.of(
        this,
        new Effect.Close(),
        new Effect.Submit(
            Verb.IMAGE_MAKE.title(), List.of(new Effect.Target(make, vm.name())), ""));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Rect inside = DialogBox.paint(frame, area, world.theme(), "Make image of " + vm.name(), 6, 66);
    boolean runs = vm.state().active();
    put(
        frame,
        inside.line(0),
        runs ? "It runs: it is shut down first, and stays off." : "Its first disk is copied.",
        runs ? Role.WARNING : Role.DIALOG,
        world);
    put(frame, inside.line(2), "Name", Role.KEY, world);
    name.paint(frame, inside.line(2).after(8), world.theme().style(Role.INPUT));
    put(
        frame,
        inside.line(3),
        "Tab     [" + (generalise ? "x" : " ") + "] without what is its own (virt-sysprep)",
        Role.DIALOG,
        world);
    put(frame, inside.line(5), problem(world), Role.ERROR, world);
  }

  private static void put(Frame frame, Rect line, String text, Role role, World world) {
    frame.put(line.row(), line.column(), line.columns(), text, world.theme().style(role));
  }
}
