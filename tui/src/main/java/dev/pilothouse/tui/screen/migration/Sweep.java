package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.theme.Theme;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rates of the last minute, one cell a second. Like the beam of an oscilloscope it goes on from
 * left to right and begins again, a blank in front of it: a line that moved to the left would cost
 * each cell every time.
 *
 * @param cells bytes a second, by the second modulo their number; negative where none is known
 * @param second the newest one in it, since the epoch
 * @param scale the rate of a full cell; grows when a rate does not fit, in steps of two
 */
record Sweep(List<Long> cells, long second, long scale) {
  static final int CELLS = 60;
  private static final long SMALLEST = 1 << 20;

  Sweep {
    cells = List.copyOf(cells);
  }

  /** The rates as they are known when somebody begins to look. */
  static Sweep of(List<Long> halfSeconds, long second) {
    Sweep all = new Sweep(Collections.nCopies(CELLS, -1L), second - CELLS, SMALLEST);
    int seconds = Math.min(CELLS - 1, halfSeconds.size() / 2);
    for (int ago = seconds - 1; ago >= 0; ago--) {
      int end = halfSeconds.size() - 2 * ago;
      all = all.with(second - ago, (halfSeconds.get(end - 1) + halfSeconds.get(end - 2)) / 2);
    }
    return all;
  }

  /** With the rate of a second that has come; one that is there already stays as it is. */
  Sweep with(long at, long rate) {
    if (at <= second) {
      return this;
    }
    List<Long> now = new ArrayList<>(cells);
    for (long missed = Math.max(second, at - CELLS) + 1; missed < at; missed++) {
      now.set(cell(missed), -1L);
    }
    now.set(cell(at), rate);
    now.set(cell(at + 1), -1L);
    long fits = scale;
    while (fits < rate) {
      fits *= 2;
    }
    return new Sweep(now, at, fits);
  }

  private static int cell(long second) {
    return (int) Math.floorMod(second, (long) CELLS);
  }

  void paint(Frame frame, Rect row, Theme theme) {
    String bars = theme.glyphs().bars();
    StringBuilder text = new StringBuilder();
    for (long rate : cells) {
      int level = (int) Math.min(bars.length() - 1, rate * bars.length() / scale);
      text.append(rate < 0 ? ' ' : bars.charAt(level));
    }
    frame.put(row.row(), row.column(), row.columns(), text.toString(), theme.style(Role.TEXT));
  }
}
