package dev.pilothouse.tui.terminal;

import com.googlecode.lanterna.input.KeyStroke;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a control sequence as it comes in, byte by byte (ECMA-48 5.4: parameters 0x30-0x3F,
 * intermediates 0x20-0x2F, a final 0x40-0x7E), and what it means once complete.
 */
final class ControlSequence {

  /** No known sequence is longer; what is, is swallowed to its end. */
  private static final int MAX_LENGTH = 64;

  private final StringBuilder body = new StringBuilder(MAX_LENGTH);
  private boolean tooLong;

  void clear() {
    body.setLength(0);
    tooLong = false;
  }

  boolean isEmpty() {
    return body.isEmpty();
  }

  void add(char c) {
    if (body.length() < MAX_LENGTH) {
      body.append(c);
    } else {
      tooLong = true;
    }
  }

  /** Whether only a number came so far, as before rxvt's {@code $}, which is no final byte. */
  boolean isNumber() {
    return !body.isEmpty() && body.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whether this is {@code CSI number} and an end, and which number; -1 if not. */
  int onlyNumber() {
    return isNumber() ? parameter(0, 0) : -1;
  }

  /** The event of the sequence with this final byte; null if it has none for us. */
  @Nullable InputEvent event(char end) {
    if (tooLong || (!body.isEmpty() && !isPlain())) {
      return null; // private parameters or intermediates: replies, mouse reports, unknown things
    }
    if (body.isEmpty() && (end == 'I' || end == 'O')) {
      return new InputEvent.Focus(end == 'I');
    }
    if (end == 'R' && parameterCount() == 2) {
      int row = parameter(0, 0);
      int column = parameter(1, 0);
      boolean modifiedF3 = row == 1 && column > 1 && column <= 16;
      if (!modifiedF3) {
        return row > 0 && column > 0 ? new InputEvent.CursorReport(row, column) : null;
      }
    }
    KeyStroke key = isRelease() ? null : key(end);
    return key == null ? null : new InputEvent.Key(key);
  }

  private @Nullable KeyStroke key(char end) {
    int modifier = parameter(1, 1);
    return switch (end) {
      case '~' ->
          parameter(0, 0) == 27
              ? KeyTable.code(parameter(2, 0), modifier)
              : KeyTable.number(parameter(0, 0), modifier);
      case 'u' -> KeyTable.code(parameter(0, 0), modifier);
      case '^', '@' -> KeyTable.rxvtNumber(onlyNumber(), end);
      case 'a', 'b', 'c', 'd' -> body.isEmpty() ? KeyTable.rxvtArrow(end, false) : null;
      default -> parameter(0, 1) == 1 ? KeyTable.letter(end, modifier) : null;
    };
  }

  private boolean isPlain() {
    return body.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ';' || c == ':');
  }

  /** kitty's third kind of event, {@code modifier:3}. */
  private boolean isRelease() {
    String[] parameters = body.toString().split(";", -1);
    return parameters.length > 1 && parameters[1].endsWith(":3");
  }

  private int parameterCount() {
    return 1 + (int) body.chars().filter(c -> c == ';').count();
  }

  private int parameter(int index, int missing) {
    String[] parameters = body.toString().split(";", -1);
    if (index >= parameters.length) {
      return missing;
    }
    String value = parameters[index].split(":", -1)[0];
    return value.isEmpty() || value.length() > 6 ? missing : Integer.parseInt(value);
  }
}
