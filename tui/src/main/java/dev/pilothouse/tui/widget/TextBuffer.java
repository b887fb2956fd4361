package dev.pilothouse.tui.widget;

import com.googlecode.lanterna.input.KeyStroke;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of text being edited, never empty.
 *
 * @param column in chars of the line
 */
public record TextBuffer(List<String> lines, int row, int column) {
  public TextBuffer {
    lines = List.copyOf(lines);
  }

  public static TextBuffer of(String text) {
    List<String> lines = text.lines().toList();
    return new TextBuffer(lines.isEmpty() ? List.of("") : lines, 0, 0);
  }

  /** The lines with a line feed after each. */
  public String text() {
    return String.join("\n", lines) + "\n";
  }

  public String line() {
    return lines.get(row);
  }

  /**
   * The buffer after a key; the same object when the key is not one of an editor's.
   *
   * @param page rows that PgUp and PgDn move by
   */
  public TextBuffer type(KeyStroke key, int page) {
    return switch (key.getKeyType()) {
      case Character ->
          key.isCtrlDown() || key.isAltDown()
              ? control(key)
              : insert(String.valueOf(key.getCharacter()));
      case Enter -> insert("\n");
      case Tab -> insert("  ");
      case ArrowLeft ->
          column > 0 ? at(row, back()) : row > 0 ? at(row - 1, Integer.MAX_VALUE) : this;
      case ArrowRight ->
          column < line().length()
              ? at(row, line().offsetByCodePoints(column, 1))
              : row + 1 < lines.size() ? at(row + 1, 0) : this;
      case ArrowUp -> at(row - 1, column);
      case ArrowDown -> at(row + 1, column);
      case PageUp -> at(row - page, column);
      case PageDown -> at(row + page, column);
      case Home -> at(row, 0);
      case End -> at(row, Integer.MAX_VALUE);
      case Backspace -> backspace();
      case Delete -> delete();
      default -> this;
    };
  }

  private TextBuffer control(KeyStroke key) {
    return key.isCtrlDown() && key.getCharacter() == 'k' ? cutLine() : this;
  }

  public TextBuffer insert(String text) {
    String[] parts = text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
    String head = line().substring(0, column);
    String tail = line().substring(column);
    List<String> now = new ArrayList<>(lines.subList(0, row));
    for (int i = 0; i < parts.length; i++) {
      now.add((i == 0 ? head : "") + parts[i] + (i == parts.length - 1 ? tail : ""));
    }
    now.addAll(lines.subList(row + 1, lines.size()));
    int last = row + parts.length - 1;
    return new TextBuffer(now, last, now.get(last).length() - tail.length());
  }

  private TextBuffer backspace() {
    if (column > 0) {
      return replaced(line().substring(0, back()) + line().substring(column), back());
    }
    return row == 0 ? this : at(row - 1, Integer.MAX_VALUE).delete();
  }

  private TextBuffer delete() {
    if (column < line().length()) {
      int after = line().offsetByCodePoints(column, 1);
      return replaced(line().substring(0, column) + line().substring(after), column);
    }
    if (row + 1 == lines.size()) {
      return this;
    }
    List<String> now = new ArrayList<>(lines);
    now.set(row, line() + now.remove(row + 1));
    return new TextBuffer(now, row, column);
  }

  private TextBuffer cutLine() {
    if (lines.size() == 1) {
      return of("");
    }
    List<String> now = new ArrayList<>(lines);
    now.remove(row);
    return new TextBuffer(now, Math.min(row, now.size() - 1), 0);
  }

  private TextBuffer replaced(String line, int cursor) {
    List<String> now = new ArrayList<>(lines);
    now.set(row, line);
    return new TextBuffer(now, row, cursor);
  }

  private TextBuffer at(int toRow, int toColumn) {
    int r = Math.max(0, Math.min(toRow, lines.size() - 1));
    String line = lines.get(r);
    int c = Math.max(0, Math.min(toColumn, line.length()));
    boolean insidePair = c > 0 && c < line.length() && Character.isLowSurrogate(line.charAt(c));
    return new TextBuffer(lines, r, insidePair ? c - 1 : c);
  }

  private int back() {
    return line().offsetByCodePoints(column, -1);
  }
}
