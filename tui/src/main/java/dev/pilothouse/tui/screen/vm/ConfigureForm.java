package dev.pilothouse.tui.screen.vm;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmSettings;
import dev.pilothouse.fleet.operation.SettingsOperation.SetVm;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A VM's settings to be changed: what is now, what will be, and when.
 *
 * @param was what the VM was defined as when the form opened
 * @param fields what is typed
 * @param at the field that keys go to
 */
public record ConfigureForm(
    VmRef vm, String name, VmSettings was, Map<Item, TextField> fields, Item at) implements Screen {
  private static final int WIDTH = 74;
  private static final int LABEL = 13;
  private static final int INPUT = 22;

  public ConfigureForm {
    fields = Map.copyOf(fields);
  }

  public static ConfigureForm of(Vm vm) {
    VmSettings was = vm.settings();
    Map<Item, TextField> fields = new EnumMap<>(Item.class);
    for (Item item : Item.values()) {
      fields.put(item, TextField.of(item.text(was)));
    }
    return new ConfigureForm(vm.ref(), vm.name(), was, fields, Item.VCPUS);
  }

  @Override
  public String title() {
    return "Configure";
  }

  @Override
  public boolean overlay() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> {
        TextField field = field(at);
        TextField typed = at == Item.PROTECTION ? field : field.type(key.stroke());
        yield typed.equals(field) ? dispatch(key.name(), world) : Step.of(with(typed));
      }
      case Msg.Pasted pasted ->
          Step.of(at == Item.PROTECTION ? this : with(field(at).insert(pasted.text())));
      case Msg.WorldChanged m -> Step.of(this);
      case Msg.OperationNews m -> Step.of(this);
      case Msg.Submitted m -> Step.of(this);
      case Msg.NotSubmitted m -> Step.of(this);
      case Msg.Filtered m -> Step.of(this);
      case Msg.Completed m -> Step.of(this);
      case Msg.Answered m -> Step.of(this);
      case Msg.Edited m -> Step.of(this);
      case Msg.Reread m -> Step.of(this);
    };
  }

  private TextField field(Item item) {
    return fields.getOrDefault(item, TextField.of(""));
  }

  private ConfigureForm with(TextField typed) {
    Map<Item, TextField> now = new EnumMap<>(fields);
    now.put(at, typed);
    return new ConfigureForm(vm, name, was, now, at);
  }

  private Step moved(int by) {
    List<Item> all = List.of(Item.values());
    Item next = all.get(Math.floorMod(all.indexOf(at) + by, all.size()));
    return Step.of(new ConfigureForm(vm, name, was, fields, next));
  }

  private Step toggled() {
    return Step.of(
        at == Item.PROTECTION
            ? with(TextField.of(field(at).text().equals("on") ? "off" : "on"))
            : this);
  }

  private Typed typed() {
    return Typed.of(was, fields);
  }

  @Override
  public List<Binding> bindings(World world) {
    Vm now = world.fleet().vm(vm);
    String problem = now == null ? "The VM is gone." : typed().problem(at);
    String nothing = typed().changed() ? "" : "Nothing is changed yet.";
    return List.of(
        Binding.of("Enter", "set", "set what was changed", () -> submit(world))
            .unless(problem.isEmpty() ? nothing : problem),
        Binding.of("Tab Down", "next", "the next field", () -> moved(1)),
        Binding.of("S-Tab Up", "", "the field before", () -> moved(-1)),
        Binding.of("Space", "", "turn delete protection on or off", this::toggled),
        Binding.of("Esc", "cancel", "leave all as it is", () -> Step.of(this, new Effect.Close())));
  }

  private Step submit(World world) {
    Vm now = world.fleet().vm(vm);
    if (now == null) {
      return Step.of(this);
    }
    return Step.of(
        this,
        new Effect.Close(),
        new Effect.Submit(
            "set", List.of(new Effect.Target(SetVm.of(now, typed().values()), name)), ""));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Vm now = world.fleet().vm(vm);
    int rows = Item.values().length + 3;
    Rect inside = DialogBox.paint(frame, area, world.theme(), "Configure " + name, rows, WIDTH);
    int row = 0;
    for (Item item : Item.values()) {
      if (item != at) {
        line(frame, inside.line(row), item, now, world);
      }
      row++;
    }
    // Last, because the cursor stays where the last field was painted.
    line(frame, inside.line(List.of(Item.values()).indexOf(at)), at, now, world);
    String problem = now == null ? "The VM is gone." : typed().problem(at);
    put(frame, inside.line(row + 1), problem, Role.ERROR, world);
    put(
        frame,
        inside.line(row + 2),
        "Enter set   Tab next   Space on/off   Esc cancel",
        Role.DISABLED,
        world);
  }

  private void line(Frame frame, Rect line, Item item, @Nullable Vm now, World world) {
    TextField field = field(item);
    boolean here = item == at;
    put(frame, line, (here ? "> " : "  ") + item.label(), here ? Role.KEY : Role.DIALOG, world);
    Rect rest = line.after(LABEL + 2);
    Rect input = rest.left(INPUT);
    frame.put(
        input.row(), input.column(), INPUT, " ".repeat(INPUT), world.theme().style(Role.INPUT));
    if (here && item != Item.PROTECTION) {
      field.paint(frame, input, world.theme().style(Role.INPUT));
    } else {
      String shown = Visible.line(field.text());
      frame.put(
          input.row(),
          input.column(),
          Math.min(INPUT, CellWidth.of(shown)),
          shown,
          world.theme().style(Role.INPUT));
    }
    if (now != null) {
      boolean changed = typed().changed(item);
      put(
          frame,
          rest.after(INPUT + 2),
          changed ? When.of(item, now, typed()) : When.now(item, now),
          changed ? Role.WARNING : Role.DISABLED,
          world);
    }
  }

  private static void put(Frame frame, Rect line, String text, Role role, World world) {
    frame.put(line.row(), line.column(), line.columns(), text, world.theme().style(role));
  }
}
