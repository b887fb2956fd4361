package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.bus.SessionInfo;
import dev.pilothouse.fleet.model.Visible;
import java.util.List;

/**
 * A logged-in person as {@code session list} prints it. The names of its components are the field
 * names of the JSON and YAML forms and stay as they are.
 */
public record SessionView(
    String id, String user, String origin, String kind, String node, String since) {

  /** How sessions are listed. */
  public static final Listing<SessionView> LISTING =
      new Listing<>(
          List.of(
              Column.text("ID", SessionView::id),
              Column.text("USER", SessionView::user),
              Column.text("ORIGIN", SessionView::origin),
              Column.text("KIND", SessionView::kind),
              Column.text("NODE", SessionView::node),
              Column.text("SINCE", session -> Amounts.moment(session.since))),
          session -> Visible.of(session.id));

  public static SessionView of(SessionInfo session) {
    return new SessionView(
        session.id(),
        session.user(),
        session.origin(),
        session.kind(),
        session.node(),
        session.since().toString());
  }
}
