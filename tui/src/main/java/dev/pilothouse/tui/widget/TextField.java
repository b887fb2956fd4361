package dev.pilothouse.tui.widget;

import com.googlecode.lanterna.input.KeyStroke;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.frame.CellWidth;
import dev.pilothouse.tui.frame.Frame;
import dev.pilothouse.tui.frame.Rect;
import dev.pilothouse.tui.frame.Style;

/**
 * One line of text being typed, with the usual keys (arrows, Home, End, Backspace, Delete, Ctrl-U,
 * Ctrl-W, Ctrl-K).
 *
 * @param cursor in chars, never inside a surrogate pair
 */
public record TextField(String text, int cursor) {
  private static final int LONGEST = 4096;

  public static TextField of(String text) {
    return new TextField(text, text.length());
  }

  /** The field after a key; the same object when the key is not one of its own. */
  public TextField type(KeyStroke key) {
    return switch (key.getKeyType()) {
      case Character -> character(key);
      case ArrowLeft -> new TextField(text, before());
      case ArrowRight -> new TextField(text, after());
      case Home -> new TextField(text, 0);
      case End -> of(text);
      case Backspace ->
          new TextField(text.substring(0, before()) + text.substring(cursor), before());
      case Delete -> new TextField(text.substring(0, cursor) + text.substring(after()), cursor);
      default -> this;
    };
  }

  /** With {@code pasted} at the cursor; line breaks become blanks. */
  public TextField insert(String pasted) {
    String line = pasted.replace("\r\n", " ").replace('\n', ' ').replace('\r', ' ');
    String room = line.substring(0, Math.min(line.length(), Math.max(0, LONGEST - text.length())));
    return new TextField(
        text.substring(0, cursor) + room + text.substring(cursor), cursor + room.length());
  }

  private TextField character(KeyStroke key) {
    char c = key.getCharacter();
    if (key.isCtrlDown()) {
      return switch (c) {
        case 'u' -> new TextField(text.substring(cursor), 0);
        case 'k' -> of(text.substring(0, cursor));
        case 'w' -> {
          String kept = text.substring(0, cursor).stripTrailing();
          int start = kept.lastIndexOf(' ') + 1;
          yield new TextField(text.substring(0, start) + text.substring(cursor), start);
        }
        default -> this;
      };
    }
    return key.isAltDown() ? this : insert(String.valueOf(c));
  }

  private int before() {
    return cursor == 0 ? 0 : text.offsetByCodePoints(cursor, -1);
  }

  private int after() {
    return cursor == text.length() ? cursor : text.offsetByCodePoints(cursor, 1);
  }

  /** Paints it into one row and puts the terminal's cursor there; long texts scroll. */
  public void paint(Frame frame, Rect row, Style style) {
    String head = Visible.line(text.substring(0, cursor));
    int start = 0;
    while (CellWidth.of(head.substring(start)) >= row.columns() && start < head.length()) {
      start = head.offsetByCodePoints(start, 1);
    }
    String shown = head.substring(start);
    frame.put(
        row.row(),
        row.column(),
        row.columns(),
        shown + Visible.line(text.substring(cursor)),
        style);
    frame.cursor(row.row(), row.column() + CellWidth.of(shown));
  }
}
