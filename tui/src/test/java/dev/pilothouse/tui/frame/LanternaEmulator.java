package dev.pilothouse.tui.frame;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;

/**
 * Lanterna's virtual terminal as the place where the cells are. It has no parser, so {@link
 * ReferenceTerminal} reads the bytes; what stays on the screen, how wide it is and in which style
 * is Lanterna's account.
 */
final class LanternaEmulator implements Emulator {

  private static final SGR[] ATTRIBUTES = {
    SGR.BOLD, SGR.BOLD, SGR.ITALIC, SGR.UNDERLINE, SGR.BLINK, SGR.REVERSE, SGR.CROSSED_OUT
  };

  private DefaultVirtualTerminal terminal = new DefaultVirtualTerminal();
  private ReferenceTerminal parser = new ReferenceTerminal(1, 1);
  private int columns;
  private int rows;

  @Override
  public void resize(int newColumns, int newRows) {
    columns = newColumns;
    rows = newRows;
    terminal = new DefaultVirtualTerminal(new TerminalSize(columns, rows));
    parser = new ReferenceTerminal(columns, rows, this::show);
  }

  @Override
  public void feed(byte[] bytes) {
    parser.feed(bytes);
  }

  private void show(int row, int column, String text, long style) {
    if (text.isEmpty()) {
      return; // the right half of the wide character before it
    }
    terminal.setCursorPosition(new TerminalPosition(column, row));
    terminal.resetColorAndSGR();
    terminal.setForegroundColor(color(style));
    terminal.setBackgroundColor(color(style >> Style.BACKGROUND_SHIFT));
    for (int i = 0; i < ATTRIBUTES.length; i++) {
      if ((style & (Style.BOLD << i)) != 0) {
        terminal.enableSGR(ATTRIBUTES[i]);
      }
    }
    // Lanterna gives a base with its mark two cells; composed they are one character.
    terminal.putString(Normalizer.normalize(text, Normalizer.Form.NFC));
  }

  private static TextColor color(long bits) {
    long color = bits & Style.COLOR_MASK;
    return color == 0 ? TextColor.ANSI.DEFAULT : new TextColor.Indexed((int) color & 0xFF);
  }

  @Override
  public String picture() {
    String[][] cells = new String[rows][columns];
    long[][] styles = new long[rows][columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        TextCharacter cell = terminal.getCharacter(c, r);
        cells[r][c] = cell.getCharacterString();
        styles[r][c] = style(cell);
        if (cell.isDoubleWidth() && c + 1 < columns) {
          cells[r][++c] = "";
        }
      }
    }
    return Picture.of(rows, columns, (r, c) -> cells[r][c], (r, c) -> styles[r][c]);
  }

  private static long style(TextCharacter cell) {
    Set<SGR> attributes =
        cell.getModifiers().isEmpty()
            ? EnumSet.noneOf(SGR.class)
            : EnumSet.copyOf(cell.getModifiers());
    return Style.DEFAULT
        .foreground(cell.getForegroundColor())
        .background(cell.getBackgroundColor())
        .with(attributes)
        .bits();
  }

  @Override
  public boolean allStyles() {
    return false;
  }

  @Override
  public void close() {}
}
