package dev.pilothouse.tui.screen.text;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.VmRef;
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
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.TextBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Edits the definition of a VM. It stays until libvirt took the change, so nothing typed is ever
 * lost.
 *
 * @param base the XML as it was
 * @param top the first visible line
 * @param saving the number of the operation that carries the change; 0 when there is none
 */
public record EditorScreen(
    VmRef vm, String name, String base, TextBuffer buffer, int top, long saving) implements Screen {
  public static EditorScreen of(VmRef vm, String name, String xml) {
    return new EditorScreen(vm, name, xml, TextBuffer.of(xml), 0, 0);
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
      case Msg.Answered m -> Step.of(this);
    };
  }

  private Step saved(OperationRecord record) {
    if (record.state() == OperationState.SUCCEEDED) {
      return Step.of(
          this,
          new Effect.Close(),
          new Effect.Say("The definition of " + name + " is changed.", Effect.Tone.INFO));
    }
    Failure failure = record.failure();
    if (!record.state().terminal() || failure == null) {
      return Step.of(this);
    }
    return Step.of(
        saving(0), new Effect.Say(failure.message() + " " + failure.hint(), Effect.Tone.ERROR));
  }

  private EditorScreen saving(long number) {
    return new EditorScreen(vm, name, base, buffer, top, number);
  }

  private String token() {
    return "edit " + vm;
  }

  private EditorScreen with(TextBuffer now, World world) {
    int height = Math.max(1, world.bodyRows());
    int first = Math.max(now.row() - height + 1, Math.min(top, now.row()));
    return new EditorScreen(vm, name, base, now, first, saving);
  }

  @Override
  public List<Binding> bindings(World world) {
    boolean changed = !buffer.text().equals(TextBuffer.of(base).text());
    String busy = saving != 0 ? "Operation " + saving + " is saving it." : "";
    return List.of(
        Binding.of("^S F2", "save", "show what changed, then ask libvirt to take it", this::review)
            .unless(changed ? busy : "Nothing is changed yet."),
        Binding.of(
            "Esc ^X",
            "leave",
            "leave; asks when something is changed",
            () ->
                changed
                    ? Step.of(this, new Effect.Open(leaveQuestion()))
                    : Step.of(this, new Effect.Close())),
        Binding.of("^K", "cut line", "remove the line", () -> Step.of(this)));
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
    List<String> lines = new ArrayList<>();
    lines.add(
        "Apply this to "
            + name
            + " on "
            + vm.host()
            + "? A running VM takes it up at its next start.");
    lines.addAll(Diff.of(TextBuffer.of(base).lines(), buffer.lines()));
    Effect submit =
        new Effect.Submit(
            "edit",
            List.of(new Effect.Target(new Operation.EditVm(vm, base, buffer.text()), name)),
            token());
    return Step.of(
        this, new Effect.Open(Confirm.of("Edit " + name, lines, "", false, List.of(submit))));
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    int room = Math.max(1, area.columns() - 1);
    String head = Visible.line(buffer.line().substring(0, buffer.column()));
    int left = Math.max(0, CellWidth.of(head) - room + 1);
    for (int i = 0; i < area.rows() && top + i < buffer.lines().size(); i++) {
      String line = Visible.line(buffer.lines().get(top + i));
      frame.put(
          area.row() + i,
          area.column(),
          area.columns(),
          line.substring(Math.min(left, line.length())),
          world.theme().style(Role.TEXT));
    }
    frame.cursor(area.row() + buffer.row() - top, area.column() + CellWidth.of(head) - left);
  }
}
