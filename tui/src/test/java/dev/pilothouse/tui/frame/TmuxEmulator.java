package dev.pilothouse.tui.frame;

import dev.pilothouse.tui.terminal.Tmux;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A real tmux whose pane copies a pipe to its terminal, and tmux's own account of the screen. */
final class TmuxEmulator implements Emulator {

  private final Tmux tmux;
  private final OutputStream pipe;
  private int columns;
  private int rows;

  TmuxEmulator(Path directory, int columns, int rows) throws IOException, InterruptedException {
    this.columns = columns;
    this.rows = rows;
    Path fifo = directory.resolve("frames");
    if (new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() != 0) {
      throw new IOException("mkfifo " + fifo);
    }
    String script = "stty raw -echo; printf '\\033[?7l'; exec cat frames";
    tmux = new Tmux(directory, columns, rows, List.of("sh", "-c", script));
    pipe = Files.newOutputStream(fifo);
  }

  @Override
  public void resize(int newColumns, int newRows) {
    columns = newColumns;
    rows = newRows;
    tmux.resize(columns, rows);
  }

  @Override
  public void feed(byte[] bytes) {
    try {
      pipe.write(bytes);
      pipe.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String picture() {
    String[][] cells = new String[rows][columns];
    long[][] styles = new long[rows][columns];
    String[] lines = tmux.styled().split("\n", -1);
    long style = 0;
    for (int r = 0; r < rows; r++) {
      Arrays.fill(cells[r], " ");
      int c = 0;
      int[] points = r < lines.length ? lines[r].codePoints().toArray() : new int[0];
      for (int i = 0; i < points.length; ) {
        if (points[i] == 0x1B) {
          List<Integer> parameters = new ArrayList<>();
          int value = -1;
          for (i += 2; points[i] != 'm'; i++) {
            if (points[i] == ';') {
              parameters.add(value);
              value = -1;
            } else {
              value = Math.max(value, 0) * 10 + points[i] - '0';
            }
          }
          i++;
          parameters.add(value);
          style = ReferenceSgr.apply(style, parameters);
          continue;
        }
        int width = CellWidth.of(points[i]);
        String glyph = Character.toString(points[i++]);
        if (width == 0) {
          int base = cells[r][c - 1].isEmpty() ? c - 2 : c - 1;
          cells[r][base] += glyph;
        } else if (c + width <= columns) {
          cells[r][c] = glyph;
          styles[r][c] = style;
          if (width == 2) {
            cells[r][c + 1] = "";
          }
          c += width;
        }
      }
    }
    return Picture.of(rows, columns, (r, c) -> cells[r][c], (r, c) -> styles[r][c]);
  }

  @Override
  public boolean allStyles() {
    return true;
  }

  @Override
  public void close() {
    try {
      pipe.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      tmux.close();
    }
  }
}
