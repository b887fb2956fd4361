package dev.pilothouse.tui.screen.create;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.CreationOperation.CreateVm;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.operation.VmSpec;
import dev.pilothouse.fleet.operation.VmSpec.RootDisk;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Confirm;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.DialogBox;
import dev.pilothouse.tui.widget.TextField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks what a new VM should be like, says at every key what is wrong, and ends in a plan to agree
 * to.
 *
 * @param typed the focused field's text, with its cursor
 */
public record NewVmForm(NewVmWish wish, NewVmField focus, TextField typed) implements Screen {
  private static final int WIDTH = 72;
  private static final int LABEL = 10;

  /** The form as it begins. */
  public static NewVmForm of(World world, String host) {
    NewVmWish first = NewVmWish.first(world.fleet(), host).with(NewVmField.KEY, world.publicKey());
    return new NewVmForm(first, NewVmField.NAME, TextField.of(""));
  }

  /** Why a person cannot open it; empty when they can. */
  public static String unfit(World world) {
    return world.who().may(Verb.CREATE.permission())
        ? ""
        : "It needs the permission " + Verb.CREATE.permission() + ".";
  }

  @Override
  public String title() {
    return "New VM";
  }

  @Override
  public boolean overlay() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> {
        TextField now = focus.chosen() ? typed : typed.type(key.stroke());
        boolean cursor = key.name().equals("Left") || key.name().equals("Right");
        yield now.equals(typed) && !(cursor && !focus.chosen())
            ? dispatch(key.name(), world)
            : Step.of(typed(now));
      }
      case Msg.Pasted pasted ->
          Step.of(focus.chosen() ? this : typed(typed.insert(pasted.text().strip())));
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

  private NewVmForm typed(TextField now) {
    return new NewVmForm(wish.with(focus, now.text()), focus, now);
  }

  private NewVmForm at(NewVmField field) {
    return new NewVmForm(wish, field, TextField.of(wish.text(field)));
  }

  private NewVmForm turned(int by, World world) {
    return focus.chosen()
        ? new NewVmForm(wish.turned(focus, by, world.fleet()), focus, typed)
        : this;
  }

  @Override
  public List<Binding> bindings(World world) {
    Fleet fleet = world.fleet();
    Optional<NewVmField> wrong = wish.firstProblem(fleet);
    return List.of(
        Binding.of("Enter", "plan", "see what will be done", () -> plan(world))
            .unless(wrong.map(field -> wish.problem(field, fleet)).orElse("")),
        Binding.of("Tab Down", "next", "to the next field", () -> Step.of(at(focus.next(1)))),
        Binding.of("S-Tab Up", "", "to the field before", () -> Step.of(at(focus.next(-1)))),
        Binding.of(
            "Right Space",
            "choose",
            "the next choice of a field < >",
            () -> Step.of(turned(1, world))),
        Binding.of("Left", "", "the choice before", () -> Step.of(turned(-1, world))),
        Binding.of("Esc", "cancel", "make nothing", () -> Step.of(this, new Effect.Close())));
  }

  private Step plan(World world) {
    VmSpec spec = wish.spec(world.fleet());
    CreateVm create = new CreateVm(wish.text(NewVmField.HOST), spec);
    Effect submit =
        new Effect.Submit(Verb.CREATE.title(), List.of(new Effect.Target(create, spec.name())), "");
    return Step.of(
        this,
        new Effect.Open(
            Confirm.of(
                "Make " + spec.name(),
                lines(create, wish.networkless(world.fleet())),
                "",
                false,
                List.of(new Effect.Home(), submit))));
  }

  private static List<String> lines(CreateVm create, boolean networkless) {
    VmSpec spec = create.spec();
    List<String> lines = new ArrayList<>();
    lines.add("Make " + spec.name() + " on " + create.host() + ":");
    lines.add(
        "  "
            + spec.vcpus()
            + (spec.vcpus() == 1 ? " CPU, " : " CPUs, ")
            + ByteAmount.of(spec.memoryBytes())
            + " of memory");
    switch (spec.disk()) {
      case RootDisk.OfImage image -> {
        lines.add("  its disk in pool " + spec.pool() + ": a linked clone of");
        lines.add("    " + image.image());
      }
      case RootDisk.Empty empty -> {
        lines.add("  an empty disk of " + ByteAmount.of(empty.bytes()) + " in pool " + spec.pool());
        lines.add("  installs from " + empty.iso());
      }
      case RootDisk.Existing existing -> lines.add("  its disk: " + existing.path());
    }
    lines.add(spec.network().isEmpty() ? "  no network" : "  network " + spec.network());
    if (networkless) {
      lines.add("    No network runs on " + create.host() + ", so nobody can reach the VM;");
      lines.add("    8 makes or starts one, and N in the VM's menu plugs it in later.");
    }
    VmSpec.CloudInit cloudInit = spec.cloudInit();
    if (cloudInit != null) {
      String user = cloudInit.user().isEmpty() ? "the image's own user" : cloudInit.user();
      lines.add(
          cloudInit.sshKeys().isEmpty()
              ? "  without an SSH key: only who is in the image can log in"
              : "  " + user + " may log in with the SSH key");
    }
    lines.add(spec.start() ? "Then start it." : "It stays off.");
    lines.add("If anything fails, nothing of it stays.");
    return lines;
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    NewVmField[] fields = NewVmField.values();
    Rect inside = DialogBox.paint(frame, area, world.theme(), title(), fields.length + 2, WIDTH);
    Fleet fleet = world.fleet();
    for (int i = 0; i < fields.length; i++) {
      NewVmField field = fields[i];
      Rect row = inside.line(i);
      boolean here = field == focus;
      boolean wrong = !wish.problem(field, fleet).isEmpty();
      frame.put(
          row.row(),
          row.column(),
          LABEL,
          (here ? world.theme().glyphs().cursor() : ' ') + " " + field.label(),
          world.theme().style(wrong ? Role.ERROR : here ? Role.KEY : Role.DIALOG));
      value(frame, row.after(LABEL), field, world);
    }
    frame.put(
        inside.row() + fields.length + 1,
        inside.column(),
        inside.columns(),
        problem(fleet),
        world.theme().style(Role.ERROR));
  }

  /** What is wrong here, else what is wrong first. */
  private String problem(Fleet fleet) {
    String here = wish.problem(focus, fleet);
    return here.isEmpty()
        ? wish.firstProblem(fleet).map(field -> wish.problem(field, fleet)).orElse("")
        : here;
  }

  private void value(Frame frame, Rect row, NewVmField field, World world) {
    String remark = wish.remark(field, world.fleet());
    int room = row.columns() - (remark.isEmpty() ? 0 : remark.length() + 2);
    Rect left = row.left(room);
    if (field == focus && !field.chosen()) {
      typed.paint(frame, left, world.theme().style(Role.INPUT));
    } else {
      String text = Visible.line(wish.text(field));
      String name = field == NewVmField.IMAGE ? text.substring(text.lastIndexOf('/') + 1) : text;
      frame.put(
          left.row(),
          left.column(),
          left.columns(),
          field.chosen() ? "< " + name + " >" : name,
          world.theme().style(field == focus ? Role.INPUT : Role.DIALOG));
    }
    frame.put(
        row.row(),
        row.column() + room + (remark.isEmpty() ? 0 : 2),
        remark.length(),
        remark,
        world.theme().style(Role.DISABLED));
  }
}
