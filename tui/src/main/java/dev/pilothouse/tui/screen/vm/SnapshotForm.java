package dev.pilothouse.tui.screen.vm;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot.Content;
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

/**
 * Asks what a snapshot is to be called and what goes into it.
 *
 * @param taken names that are there already
 * @param at the row that keys go to: name, description, and three choices
 */
record SnapshotForm(
    VmRef vm,
    String vmName,
    List<String> taken,
    TextField name,
    TextField description,
    boolean memory,
    boolean external,
    boolean quiesce,
    int at)
    implements Screen {
  private static final int ROWS = 5;
  private static final int LABEL = 14;

  SnapshotForm {
    taken = List.copyOf(taken);
  }

  static SnapshotForm of(VmRef vm, String vmName, List<String> taken, World world) {
    return new SnapshotForm(
        vm,
        vmName,
        taken,
        TextField.of(CreateSnapshot.nameAt(world.now())),
        TextField.of(""),
        true,
        false,
        false,
        0);
  }

  @Override
  public String title() {
    return "Take a snapshot";
  }

  @Override
  public boolean overlay() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> {
        TextField field = at == 0 ? name : description;
        TextField typed = at > 1 ? field : field.type(key.stroke());
        yield typed.equals(field) ? dispatch(key.name(), world) : Step.of(with(typed));
      }
      case Msg.Pasted pasted ->
          Step.of(at > 1 ? this : with((at == 0 ? name : description).insert(pasted.text())));
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

  private SnapshotForm with(TextField typed) {
    return new SnapshotForm(
        vm,
        vmName,
        taken,
        at == 0 ? typed : name,
        at == 1 ? typed : description,
        memory,
        external,
        quiesce,
        at);
  }

  private Step moved(int by) {
    return Step.of(
        new SnapshotForm(
            vm,
            vmName,
            taken,
            name,
            description,
            memory,
            external,
            quiesce,
            Math.floorMod(at + by, ROWS)));
  }

  private Step toggled() {
    return Step.of(
        new SnapshotForm(
            vm,
            vmName,
            taken,
            name,
            description,
            memory ^ (at == 2),
            external ^ (at == 3),
            quiesce ^ (at == 4),
            at));
  }

  private boolean active(World world) {
    Vm now = world.fleet().vm(vm);
    return now != null && now.state().active();
  }

  private String problem(World world) {
    if (world.fleet().vm(vm) == null) {
      return "The VM is gone.";
    }
    String wrong = CreateSnapshot.problemOf(name.text());
    if (!wrong.isEmpty()) {
      return wrong;
    }
    if (taken.contains(name.text())) {
      return "There is a snapshot of that name already.";
    }
    if (quiesce && !active(world)) {
      return "A VM that is off needs no quiescing.";
    }
    return quiesce && memory ? "With the memory in it, it needs no quiescing." : "";
  }

  @Override
  public List<Binding> bindings(World world) {
    return List.of(
        Binding.of("Enter", "take it", "take the snapshot", this::submit).unless(problem(world)),
        Binding.of("Tab Down", "next", "the next row", () -> moved(1)),
        Binding.of("S-Tab Up", "", "the row before", () -> moved(-1)),
        Binding.of("Space", "choose", "the other choice", this::toggled),
        Binding.of("Esc", "cancel", "take none", () -> Step.of(this, new Effect.Close())));
  }

  private Step submit() {
    CreateSnapshot create =
        new CreateSnapshot(
            vm,
            name.text(),
            description.text(),
            memory ? Content.ALL : Content.DISKS,
            external,
            quiesce);
    return Step.of(
        this,
        new Effect.Close(),
        new Effect.Submit("snapshot create", List.of(new Effect.Target(create, vmName)), ""));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    Rect inside =
        DialogBox.paint(frame, area, world.theme(), "Snapshot of " + vmName, ROWS + 3, 68);
    boolean active = active(world);
    choice(
        frame,
        inside.line(2),
        2,
        "what",
        !active ? "the disks (the VM is off)" : memory ? "disks and memory" : "the disks alone",
        world);
    choice(
        frame,
        inside.line(3),
        3,
        "where",
        external || (active && !memory)
            ? "in new files beside the disks"
            : "inside of the disks (qcow2)",
        world);
    choice(
        frame,
        inside.line(4),
        4,
        "quiesce",
        quiesce ? "the guest writes everything to the disks first" : "no",
        world);
    // Last, because the cursor stays where the last field was painted.
    field(frame, inside.line(1 - Math.min(at, 1)), 1 - Math.min(at, 1), world);
    field(frame, inside.line(Math.min(at, 1)), Math.min(at, 1), world);
    put(frame, inside.line(ROWS + 1), problem(world), Role.ERROR, world);
    put(
        frame,
        inside.line(ROWS + 2),
        "Enter take it   Tab next   Space choose   Esc cancel",
        Role.DISABLED,
        world);
  }

  private void field(Frame frame, Rect line, int row, World world) {
    label(frame, line, row, row == 0 ? "name" : "description", world);
    TextField field = row == 0 ? name : description;
    Rect input = line.after(LABEL);
    if (row == at) {
      field.paint(frame, input, world.theme().style(Role.INPUT));
    } else {
      put(frame, input, field.text(), Role.INPUT, world);
    }
  }

  private void choice(Frame frame, Rect line, int row, String label, String text, World world) {
    label(frame, line, row, label, world);
    put(frame, line.after(LABEL), "[ " + text + " ]", Role.DIALOG, world);
  }

  private void label(Frame frame, Rect line, int row, String label, World world) {
    boolean here = row == at;
    put(frame, line, (here ? "> " : "  ") + label, here ? Role.KEY : Role.DIALOG, world);
  }

  private static void put(Frame frame, Rect line, String text, Role role, World world) {
    frame.put(line.row(), line.column(), line.columns(), text, world.theme().style(role));
  }
}
