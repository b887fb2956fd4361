package dev.pilothouse.tui.screen.text;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Confirm;
import dev.pilothouse.tui.screen.dialog.Menu;
import dev.pilothouse.tui.screen.dialog.Message;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Prose;
import dev.pilothouse.tui.widget.TextBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Edits the definition of a VM. It stays until libvirt took the change, so nothing typed is ever
 * lost. Where the person has an editor of their own, that is opened first, and this shows what it
 * left.
 *
 * @param base the XML as it was
 * @param shown the same as people may see it: what hides or steers a terminal is spelled out
 * @param top the first visible line
 * @param saving the number of the operation that carries the change; 0 when there is none
 * @param own whether the person's own editor can be used
 */
public record EditorScreen(
    VmRef vm,
    String name,
    String base,
    String shown,
    TextBuffer buffer,
    int top,
    long saving,
    boolean own)
    implements Screen {
  public static EditorScreen of(VmRef vm, String name, String xml, String shown, boolean own) {
    return new EditorScreen(vm, name, xml, shown, TextBuffer.of(shown), 0, 0, own);
  }

  @Override
  public String title() {
    return "Edit " + name;
  }

  @Override
  public boolean takesText() {
    return true;
  }

  @Override
  public Step update(Msg msg, World world) {
    return switch (msg) {
      case Msg.Key key -> {
        TextBuffer now = buffer.type(key.stroke(), Math.max(1, world.bodyRows() - 1));
        yield now.equals(buffer) ? dispatch(key.name(), world) : Step.of(with(now, world));
      }
      case Msg.Pasted pasted -> Step.of(with(buffer.insert(pasted.text()), world));
      case Msg.Submitted submitted ->
          submitted.token().equals(token())
              ? Step.of(saving(submitted.record().number()))
              : Step.of(this);
      case Msg.OperationNews news ->
          news.record().number() == saving ? saved(news.record()) : Step.of(this);
      case Msg.NotSubmitted m -> Step.of(this);
      case Msg.WorldChanged m -> Step.of(with(buffer, world));
      case Msg.Filtered m -> Step.of(this);
      case Msg.Completed m -> Step.of(this);
      case Msg.Edited edited -> edited.vm().equals(vm) ? edited(edited, world) : Step.of(this);
      case Msg.Reread reread ->
          reread.vm().equals(vm)
              ? new EditorScreen(vm, name, reread.xml(), reread.shown(), buffer, top, 0, own)
                  .review()
              : Step.of(this);
      case Msg.Answered m -> Step.of(this);
    };
  }

  private Step edited(Msg.Edited edited, World world) {
    EditorScreen now =
        new EditorScreen(
                vm, name, base, shown, TextBuffer.of(edited.text()), top, saving, edited.usable())
            .with(TextBuffer.of(edited.text()), world);
    boolean failed = !edited.problem().isEmpty();
    if (!now.changed() && edited.usable()) {
      return Step.of(
          now,
          new Effect.Close(),
          failed
              ? new Effect.Say(edited.problem(), Effect.Tone.ERROR)
              : new Effect.Say("Nothing changed: nothing was done.", Effect.Tone.INFO));
    }
    if (failed) {
      String kept = " Your text is here; nothing is applied yet.";
      return Step.of(now, new Effect.Say(edited.problem() + kept, Effect.Tone.ERROR));
    }
    return now.review();
  }

  private boolean changed() {
    return !buffer.text().equals(TextBuffer.of(shown).text());
  }

  private Step saved(OperationRecord record) {
    if (record.state() == OperationState.SUCCEEDED) {
      return Step.of(
          this,
          new Effect.Close(),
          new Effect.Say("The definition of " + name + " is changed.", Effect.Tone.INFO));
    }
    Failure failure = record.failure();
    return record.state().terminal()
        ? refused(
            failure == null
                ? new Failure(ErrorCode.INTERNAL, "It ended as " + record.state() + ".")
                : failure)
        : Step.of(this);
  }

  /** The text stays; the person chooses how to go on with it. */
  private Step refused(Failure failure) {
    List<Menu.Choice> choices = new ArrayList<>();
    if (failure.code() == ErrorCode.CHANGED_MEANWHILE) {
      choices.add(
          new Menu.Choice(
              "r", "compare with what it is now", "", List.of(new Effect.Reread(vm, name))));
    }
    choices.add(
        own
            ? new Menu.Choice("e", "edit again", "", List.of(useEditor()))
            : new Menu.Choice("Enter", "edit again", "", List.of()));
    return Step.of(
        saving(0),
        new Effect.Open(
            Message.of(
                "Not changed: " + name,
                failure.message() + "\n\n" + failure.hint() + "\n\nYour text is kept.",
                choices.toArray(Menu.Choice[]::new))));
  }

  private Effect useEditor() {
    return new Effect.UseEditor(vm, buffer.text());
  }

  private EditorScreen saving(long number) {
    return new EditorScreen(vm, name, base, shown, buffer, top, number, own);
  }

  private String token() {
    return "edit " + vm;
  }

  private EditorScreen with(TextBuffer now, World world) {
    int height = Math.max(1, world.bodyRows());
    int first = Math.max(now.row() - height + 1, Math.min(top, now.row()));
    return new EditorScreen(vm, name, base, shown, now, first, saving, own);
  }

  @Override
  public List<Binding> bindings(World world) {
    boolean changed = changed();
    String busy = saving != 0 ? "Operation " + saving + " is saving it." : "";
    List<Binding> all = new ArrayList<>();
    all.add(
        Binding.of("^S F2", "save", "show what changed, then ask libvirt to take it", this::review)
            .unless(changed ? busy : "Nothing is changed yet."));
    if (own) {
      all.add(
          Binding.of(
                  "^E F4",
                  "your editor",
                  "go on in your own editor",
                  () -> Step.of(this, useEditor()))
              .unless(busy));
    }
    all.add(
        Binding.of(
            "Esc ^X",
            "leave",
            "leave; asks when something is changed",
            () ->
                changed
                    ? Step.of(this, new Effect.Open(leaveQuestion()))
                    : Step.of(this, new Effect.Close())));
    all.add(Binding.of("^K", "cut line", "remove the line", () -> Step.of(this)));
    return all;
  }

  private Confirm leaveQuestion() {
    return Confirm.of(
        "Leave " + name,
        List.of("Leave without saving? What you changed is lost."),
        "",
        true,
        List.of(new Effect.Close()));
  }

  private Step review() {
    List<String> diff = Diff.of(TextBuffer.of(shown).lines(), buffer.lines());
    if (diff.isEmpty()) {
      return Step.of(
          this, new Effect.Say("Nothing differs from what it is now.", Effect.Tone.INFO));
    }
    Effect submit =
        new Effect.Submit(
            "edit",
            List.of(new Effect.Target(new Operation.EditVm(vm, base, buffer.text()), name)),
            token());
    String question =
        "Apply this to "
            + name
            + " on "
            + vm.host()
            + "? A running VM takes it up at its next start. y applies it, n goes back to the"
            + " text.";
    return Step.of(this, new Effect.Open(new ReviewScreen(name, question, diff, submit, 0)));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    int room = Math.max(1, area.columns() - 1);
    String head = Visible.line(buffer.line().substring(0, buffer.column()));
    int left = Math.max(0, CellWidth.of(head) - room + 1);
    for (int i = 0; i < area.rows() && top + i < buffer.lines().size(); i++) {
      frame.put(
          area.row() + i,
          area.column(),
          area.columns(),
          Prose.from(buffer.lines().get(top + i), left),
          world.theme().style(Role.TEXT));
    }
    frame.cursor(area.row() + buffer.row() - top, area.column() + CellWidth.of(head) - left);
  }
}
