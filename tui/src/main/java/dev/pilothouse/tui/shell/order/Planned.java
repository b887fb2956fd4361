package dev.pilothouse.tui.shell.order;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.Operation;

/**
 * An operation that a person is about to order.
 *
 * @param target the name that the record keeps, as it came from outside
 * @param shown the same for people, visible, with the host where that matters
 */
public record Planned(Operation operation, String target, String shown) {
  /** What it will do, safe to show. */
  public String sentence() {
    return Visible.line(operation.sentence(shown));
  }

  /** Such as {@code start web01}. */
  public String title() {
    return operation.verb().title() + " " + shown;
  }
}
