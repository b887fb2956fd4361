package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.model.Visible;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as {@code snapshot list} prints it.
 *
 * @param parent empty for the first
 * @param depth how many it stands on
 * @param created ISO 8601; null when unknown
 * @param kind internal or external
 */
public record SnapshotView(
    String name,
    String parent,
    int depth,
    @Nullable String created,
    String state,
    boolean memory,
    String kind,
    boolean current,
    String description) {

  /** How snapshots are listed: children stand under their parents, a little to the right. */
  public static final Listing<SnapshotView> LISTING =
      new Listing<>(
          List.of(
              Column.text("NAME", s -> "  ".repeat(s.depth) + (s.current ? "* " : "") + s.name),
              Column.text("CREATED", s -> s.created == null ? "-" : Amounts.moment(s.created)),
              Column.text("STATE", SnapshotView::state),
              Column.text("MEMORY", s -> s.memory ? "yes" : "no"),
              Column.text("KIND", SnapshotView::kind),
              Column.text("DESCRIPTION", s -> VmView.dash(s.description))),
          s -> Visible.of(s.name));

  public static List<SnapshotView> of(Snapshot.Tree tree) {
    return tree.rows().stream().map(row -> of(row.snapshot(), row.depth())).toList();
  }

  private static SnapshotView of(Snapshot s, int depth) {
    return new SnapshotView(
        s.name(),
        s.parent(),
        depth,
        s.created() == null ? null : s.created().toString(),
        s.state(),
        s.memory(),
        s.external() ? "external" : "internal",
        s.current(),
        s.description());
  }
}
