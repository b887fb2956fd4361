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
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One operation: what, who, every state with its reason, and how it ended. */
record OperationScreen(long number) implements Screen {
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
    all.add(Binding.of("Esc q d Enter", "back", "back", () -> Step.of(this, new Effect.Close())));
    return all;
  }

  private record Line(String label, String text, Role role) {}

  @Override
  public void view(Frame frame, Rect area, World world) {
    OperationRecord record = record(world);
    List<Line> lines =
        record == null
            ? List.of(new Line("", "It is no longer among the newest operations.", Role.DIM))
            : lines(record);
    for (int i = 0; i < area.rows() && i < lines.size(); i++) {
      Line line = lines.get(i);
      frame.put(area.row() + i, 1, 11, line.label(), world.theme().style(Role.DIM));
      frame.put(
          area.row() + i, 12, area.columns() - 12, line.text(), world.theme().style(line.role()));
    }
  }

  private static List<Line> lines(OperationRecord record) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("what", record.operation().sentence(record.targetName()), Role.TITLE));
    lines.add(new Line("target", target(record), Role.TEXT));
    lines.add(
        new Line("by", record.principal().name() + ", " + record.principal().origin(), Role.TEXT));
    lines.add(new Line("state", OperationLook.state(record), OperationLook.role(record.state())));
    if (!record.state().terminal() && !record.phase().isEmpty()) {
      lines.add(new Line("now", record.phase(), Role.PROGRESS));
    }
    lines.add(new Line("undo", undo(record.operation()), Role.TEXT));
    lines.add(new Line("accept by", time(record.deadline()), Role.DIM));
    lines.add(new Line("id", record.id().toString(), Role.DIM));
    lines.add(new Line("", "", Role.TEXT));
    for (OperationRecord.Step step : record.history()) {
      String why = step.why().isEmpty() ? "" : "  " + step.why();
      lines.add(
          new Line(
              step.state().name().toLowerCase(Locale.ROOT),
              time(step.at()) + "  " + step.by() + why,
              OperationLook.role(step.state())));
    }
    Failure failure = record.failure();
    if (failure != null) {
      lines.add(new Line("", "", Role.TEXT));
      lines.add(new Line("error", failure.code() + " (" + failure.code().kind() + ")", Role.ERROR));
      lines.add(new Line("", failure.message(), Role.ERROR));
      lines.add(new Line("to do", failure.hint(), Role.TEXT));
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
