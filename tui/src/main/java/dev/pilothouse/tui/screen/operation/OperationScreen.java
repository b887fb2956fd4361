package dev.pilothouse.tui.screen.operation;

import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Msg;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Fact;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One operation: what, who, every state with its reason, and how it ended.
 *
 * @param top the first visible row
 */
record OperationScreen(long number, int top) implements Screen {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public String title() {
    return "Operation " + number;
  }

  @Override
  public Step update(Msg msg, World world) {
    return msg instanceof Msg.Key key ? dispatch(key.name(), world) : Step.of(this);
  }

  private @Nullable OperationRecord record(World world) {
    return world.operations().stream().filter(r -> r.number() == number).findFirst().orElse(null);
  }

  @Override
  public List<Binding> bindings(World world) {
    OperationRecord record = record(world);
    List<Binding> all = new ArrayList<>();
    if (record != null) {
      all.add(
          Binding.of(
                  "c",
                  "cancel",
                  "cancel it, after a question",
                  () -> Step.of(this, new Effect.Open(OperationsScreen.cancelQuestion(record))))
              .unless(OperationLook.uncancellable(record)));
    }
    int page = Math.max(1, world.bodyRows() - 1);
    all.add(Binding.of("j Down", "down", "down", () -> scrolled(1, world)));
    all.add(Binding.of("k Up", "up", "up", () -> scrolled(-1, world)));
    all.add(Binding.of("PgDn Space", "", "a page down", () -> scrolled(page, world)));
    all.add(Binding.of("PgUp", "", "a page up", () -> scrolled(-page, world)));
    all.add(Binding.of("Esc q d Enter", "back", "back", () -> Step.of(this, new Effect.Close())));
    return all;
  }

  private Step scrolled(int by, World world) {
    int most = Math.max(0, rows(world).size() - world.bodyRows());
    return Step.of(new OperationScreen(number, Math.max(0, Math.min(top + by, most))));
  }

  private List<Fact> rows(World world) {
    OperationRecord record = record(world);
    return Fact.rows(
        record == null
            ? List.of(new Fact("", "It is no longer among the newest operations.", Role.DIM))
            : facts(record),
        world.columns() - 2);
  }

  @Override
  public void view(Frame frame, Rect area, World world) {
    List<Fact> rows = rows(world);
    int first = Math.max(0, Math.min(top, rows.size() - area.rows()));
    for (int i = 0; i < area.rows() && first + i < rows.size(); i++) {
      rows.get(first + i).paint(frame, area.line(i).after(1), world.theme());
    }
  }

  private static List<Fact> facts(OperationRecord record) {
    List<Fact> lines = new ArrayList<>();
    lines.add(new Fact("what", record.operation().sentence(record.targetName()), Role.TITLE));
    lines.add(new Fact("target", target(record), Role.TEXT));
    lines.add(
        new Fact("by", record.principal().name() + ", " + record.principal().origin(), Role.TEXT));
    lines.add(new Fact("state", OperationLook.state(record), OperationLook.role(record.state())));
    if (!record.state().terminal() && !record.phase().isEmpty()) {
      lines.add(new Fact("now", record.phase(), Role.PROGRESS));
    }
    lines.add(new Fact("undo", undo(record.operation()), Role.TEXT));
    lines.add(new Fact("accept by", time(record.deadline()), Role.DIM));
    lines.add(new Fact("id", record.id().toString(), Role.DIM));
    lines.add(new Fact("", "", Role.TEXT));
    for (OperationRecord.Step step : record.history()) {
      String why = step.why().isEmpty() ? "" : "  " + step.why();
      lines.add(
          new Fact(
              step.state().name().toLowerCase(Locale.ROOT),
              time(step.at()) + "  " + step.by() + why,
              OperationLook.role(step.state())));
    }
    Failure failure = record.failure();
    if (failure != null) {
      lines.add(new Fact("", "", Role.TEXT));
      lines.add(new Fact("error", failure.code() + " (" + failure.code().kind() + ")", Role.ERROR));
      lines.add(new Fact("", failure.message(), Role.ERROR));
      lines.add(new Fact("to do", failure.hint(), Role.TEXT));
    }
    return lines;
  }

  private static String target(OperationRecord record) {
    return record.operation().host()
        + "/"
        + record.targetName()
        + record.operation().target().map(ref -> "  " + ref.uuid()).orElse("");
  }

  private static String undo(Operation operation) {
    return switch (operation.inverse()) {
      case Operation.Inverse.By by -> by.operation().verb().title();
      case Operation.Inverse.None none -> "not possible: " + none.why();
    };
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }
}
