package dev.pilothouse.tui.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * pyte, a terminal emulator in Python (Debian: python3-pyte); no dim, no blink, 8 colours by name.
 */
final class PyteEmulator implements Emulator {

  private static final List<String> COLORS =
      List.of("black", "red", "green", "brown", "blue", "magenta", "cyan", "white");

  private final Process process;
  private final PrintStream to;
  private final BufferedReader from;
  private int columns;
  private int rows;
  private String[][] cells = {};
  private long[][] styles = {};

  PyteEmulator() {
    try {
      Path script = Path.of(PyteEmulator.class.getResource("pyte_replay.py").getPath());
      process =
          new ProcessBuilder("/usr/bin/python3", script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    to = new PrintStream(process.getOutputStream(), true, UTF_8);
    from = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  @Override
  public void resize(int newColumns, int newRows) {
    columns = newColumns;
    rows = newRows;
    to.println(columns + " " + rows);
  }

  @Override
  public void feed(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    to.println(HexFormat.of().formatHex(bytes));
    cells = new String[rows][columns];
    styles = new long[rows][columns];
    try {
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          String line = from.readLine();
          if (line == null) {
            throw new IOException("pyte ended; is python3-pyte installed?");
          }
          cell(r, c, line.split(" "));
        }
      }
      from.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void cell(int r, int c, String[] words) {
    StringBuilder text = new StringBuilder();
    if (!words[0].equals("-")) {
      for (String point : words[0].split(",")) {
        text.appendCodePoint(Integer.parseInt(point, 16));
      }
    }
    cells[r][c] = text.toString();
    long style = color(words[1]) | color(words[2]) << Style.BACKGROUND_SHIFT;
    long[] bits = {Style.BOLD, Style.ITALIC, Style.UNDERLINE, Style.REVERSE, Style.STRIKEOUT};
    for (int i = 0; i < bits.length; i++) {
      style |= words[3].charAt(i) == '-' ? 0 : bits[i];
    }
    styles[r][c] = style;
  }

  private static long color(String name) {
    if (name.equals("default")) {
      return 0;
    }
    int index = COLORS.indexOf(name);
    assert index >= 0 : name;
    return Style.INDEXED | index;
  }

  @Override
  public String picture() {
    return Picture.of(rows, columns, (r, c) -> cells[r][c], (r, c) -> styles[r][c]);
  }

  @Override
  public boolean allStyles() {
    return false;
  }

  @Override
  public void close() {
    to.close();
    process.destroy();
  }
}
