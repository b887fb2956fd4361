package dev.pilothouse.tui.screen;

import com.googlecode.lanterna.input.KeyStroke;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.tui.filter.FleetFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to a screen. Keys and pasted text go to the uppermost one, everything else to
 * all.
 */
public sealed interface Msg {
  record Key(KeyStroke stroke) implements Msg {
    public String name() {
      return Keys.name(stroke);
    }
  }

  /** Text from the clipboard: text, never keys. */
  record Pasted(String text) implements Msg {}

  /** The fleet, the time or the size changed: the new world says how. */
  record WorldChanged() implements Msg {}

  record OperationNews(OperationRecord record) implements Msg {}

  /** What an {@link Effect.Submit} with this token led to, one for each of its operations. */
  record Submitted(String token, OperationRecord record) implements Msg {}

  /** An {@link Effect.Submit} with this token failed before there was an operation. */
  record NotSubmitted(String token, Operation operation, String why) implements Msg {}

  /**
   * The person's own editor ended, or could not start.
   *
   * @param text as it is now
   * @param problem what went wrong; empty when nothing did
   * @param usable whether the editor can be started at all
   */
  record Edited(VmRef vm, String text, String problem, boolean usable) implements Msg {}

  /** A VM's definition as it is now, and the same as people may see it. */
  record Reread(VmRef vm, String xml, String shown) implements Msg {}

  /** The person narrowed the list down. */
  record Filtered(FleetFilter filter) implements Msg {}

  /**
   * What an {@link Effect.Read} with this token brought.
   *
   * @param result what the operation had to say; null when it failed
   * @param why it failed
   */
  record Answered(String token, @Nullable String result, String why) implements Msg {}

  /** Answer to {@link Effect.Complete}: what could stand at the cursor of {@code line}. */
  record Completed(String line, List<String> candidates) implements Msg {
    public Completed {
      candidates = List.copyOf(candidates);
    }
  }
}
