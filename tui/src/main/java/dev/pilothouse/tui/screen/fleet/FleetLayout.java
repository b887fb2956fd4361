package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.screen.World;

/**
 * Where the panes of the main view are.
 *
 * @param hosts empty on very narrow terminals
 * @param details empty where there is no room to spare
 */
record FleetLayout(Rect hosts, Rect vms, Rect details) {
  private static final int NARROW = 60;
  private static final int WIDE = 150;
  private static final int TALL = 36;
  private static final int DETAIL_COLUMNS = 48;
  private static final int DETAIL_ROWS = 10;

  /** Rows of a pane above its list: the pane's title and the titles of the columns. */
  static final int HEAD = 2;

  static FleetLayout of(World world) {
    return of(new Rect(1, 0, world.bodyRows(), world.columns()));
  }

  static FleetLayout of(Rect area) {
    int hostColumns = area.columns() < NARROW ? 0 : area.columns() < 120 ? 18 : 26;
    Rect right = area.after(hostColumns == 0 ? 0 : hostColumns + 1);
    Rect details = new Rect(area.row(), area.column(), 0, 0);
    Rect vms = right;
    if (area.columns() >= WIDE) {
      details = right.after(right.columns() - DETAIL_COLUMNS);
      vms = right.left(right.columns() - DETAIL_COLUMNS - 1);
    } else if (area.rows() >= TALL) {
      details = right.lower(DETAIL_ROWS);
      vms = right.above(DETAIL_ROWS);
    }
    return new FleetLayout(area.left(hostColumns), vms, details);
  }

  int listRows() {
    return Math.max(1, vms.rows() - HEAD);
  }
}
