package dev.pilothouse.tui.terminal;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from a terminal to {@link InputEvent}s, however the line tears them apart. A sequence is
 * taken or swallowed as a whole: none of its bytes ever becomes a key, because keys are commands.
 *
 * <p>A lone ESC is the Escape key once {@link #ESCAPE_TIMEOUT} passed without more. If the rest of
 * a sequence then still comes within {@link #LATE}, it is swallowed: Escape was wrong but harmless,
 * letters would not be. Inside a sequence a gap may last {@link #SEQUENCE_TIMEOUT}.
 *
 * <p>Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class KeyDecoder {

  /** Longest text of one paste, in chars; the rest is dropped. */
  public static final int MAX_PASTE = 64 * 1024;

  static final long ESCAPE_TIMEOUT = TimeUnit.MILLISECONDS.toNanos(150);
  static final long LATE = TimeUnit.MILLISECONDS.toNanos(800);
  static final long SEQUENCE_TIMEOUT = TimeUnit.MILLISECONDS.toNanos(1000);
  static final long PASTE_TIMEOUT = TimeUnit.SECONDS.toNanos(2);

  private static final int ESC = 0x1B;
  private static final int CANCEL = 0x18;
  private static final int SUBSTITUTE = 0x1A;
  private static final int CTRL_C = 0x03;
  private static final int X10_MOUSE_BYTES = 3;

  private enum State {
    GROUND,
    ESCAPE,
    CSI,
    LINUX_FUNCTION_KEY,
    SS3,
    MOUSE,
    STRING,
    STRING_ESCAPE,
    UTF8,
    PASTE
  }

  private final ControlSequence sequence = new ControlSequence();
  private final PasteBuffer paste = new PasteBuffer();
  private State state = State.GROUND;
  private long lastByte;

  /** ESC came before: Alt, or the first of two Escapes. */
  private boolean alt;

  /** The character that seems to go on with a sequence whose ESC was given out as Escape; or 0. */
  private char late;

  private boolean escapeGiven;
  private long escapeAt;
  private boolean afterReturn;
  private boolean pasteStalled;
  private int mouseBytes;
  private int codePoint;
  private int codePointBytes;
  private int codePointLeast;

  public void feed(byte[] bytes, long now, Consumer<InputEvent> out) {
    feed(bytes, 0, bytes.length, now, out);
  }

  /** Takes bytes that arrived at {@code now} and gives out what they complete. */
  public void feed(byte[] bytes, int offset, int length, long now, Consumer<InputEvent> out) {
    wake(now, out);
    for (int i = offset; i < offset + length; i++) {
      take(bytes[i] & 0xFF, now, out);
      lastByte = now;
    }
  }

  /** When {@link #wake} wants to be called if no more bytes come; empty if nothing is pending. */
  public OptionalLong deadline() {
    return switch (state) {
      case GROUND -> OptionalLong.empty();
      case ESCAPE -> OptionalLong.of(lastByte + ESCAPE_TIMEOUT);
      case PASTE -> pasteStalled ? OptionalLong.empty() : OptionalLong.of(lastByte + PASTE_TIMEOUT);
      case CSI, LINUX_FUNCTION_KEY, SS3, MOUSE, STRING, STRING_ESCAPE, UTF8 ->
          OptionalLong.of(lastByte + SEQUENCE_TIMEOUT);
    };
  }

  /** Gives out or gives up what waited longer than it may. */
  public void wake(long now, Consumer<InputEvent> out) {
    OptionalLong deadline = deadline();
    if (deadline.isEmpty() || now - deadline.getAsLong() < 0) {
      return;
    }
    switch (state) {
      case GROUND -> {}
      case ESCAPE -> {
        if (alt) {
          key(out, new KeyStroke(KeyType.Escape));
        }
        key(out, new KeyStroke(KeyType.Escape));
        ground();
        escapeGiven = true;
        escapeAt = lastByte;
      }
      case PASTE -> {
        text(out, paste.take());
        pasteStalled = true; // its end must still come, or Ctrl-C as the way out
      }
      case CSI, LINUX_FUNCTION_KEY, SS3, MOUSE, STRING, STRING_ESCAPE, UTF8 -> {
        if (late != 0 && sequence.isEmpty()) {
          key(out, new KeyStroke(late, false, false)); // nothing followed: it was typed
        }
        ground();
      }
    }
  }

  private void take(int b, long now, Consumer<InputEvent> out) {
    switch (state) {
      case GROUND -> ground(b, now, out);
      case ESCAPE -> escape(b, out);
      case CSI -> controlSequence(b, out);
      case SS3 -> singleShift(b, now, out);
      case LINUX_FUNCTION_KEY -> finish(out, KeyTable.linux((char) b));
      case MOUSE -> {
        if (++mouseBytes == X10_MOUSE_BYTES) {
          ground();
        }
      }
      case STRING, STRING_ESCAPE -> string(b, now, out);
      case UTF8 -> utf8(b, now, out);
      case PASTE -> {
        if (b == CTRL_C && pasteStalled) {
          ground();
          break;
        }
        pasteStalled = false;
        if (paste.add((byte) b)) {
          text(out, paste.take());
          ground();
        }
      }
    }
  }

  private void ground() {
    state = State.GROUND;
    alt = false;
    late = 0;
  }

  private void ground(int b, long now, Consumer<InputEvent> out) {
    boolean lateStart = escapeGiven && now - escapeAt < LATE && (b == '[' || b == 'O' || b == ']');
    escapeGiven = false;
    boolean restOfReturn = afterReturn && now - lastByte < LATE && (b == '\n' || b == 0);
    afterReturn = false;
    if (lateStart) {
      late = (char) b;
      introduce(b);
    } else if (!restOfReturn) {
      if (b == ESC) {
        state = State.ESCAPE;
      } else {
        single(b, out);
      }
    }
  }

  /** A byte that begins no escape sequence, alone or behind ESC (Alt). */
  private void single(int b, Consumer<InputEvent> out) {
    switch (b) {
      case '\r' -> {
        key(out, new KeyStroke(KeyType.Enter, false, alt));
        afterReturn = true;
      }
      case '\n' -> key(out, new KeyStroke(KeyType.Enter, false, alt));
      case '\t' -> key(out, alt ? KeyTable.letter('Z', 1) : new KeyStroke(KeyType.Tab));
      case '\b', 0x7F -> key(out, new KeyStroke(KeyType.Backspace, false, alt));
      default -> {
        if (b < ' ') {
          key(out, KeyTable.control(b, alt));
        } else if (b < 0x7F) {
          key(out, new KeyStroke((char) b, false, alt));
        } else {
          lead(b);
          return;
        }
      }
    }
    ground();
  }

  private void escape(int b, Consumer<InputEvent> out) {
    switch (b) {
      case ESC -> {
        if (alt) {
          key(out, new KeyStroke(KeyType.Escape));
        }
        alt = true;
      }
      case '[', 'O', ']', 'P', '_', '^', 'X' -> introduce(b);
      default -> {
        if (alt) {
          key(out, new KeyStroke(KeyType.Escape));
        }
        alt = true;
        single(b, out);
      }
    }
  }

  /** The second character of an escape sequence, or the 8-bit form of both (ECMA-48 5.3). */
  private void introduce(int second) {
    sequence.clear();
    state =
        switch (second) {
          case '[' -> State.CSI;
          case 'O' -> State.SS3;
          default -> State.STRING;
        };
  }

  private void controlSequence(int b, Consumer<InputEvent> out) {
    if (b == ESC) {
      restart();
    } else if (b == CANCEL || b == SUBSTITUTE) {
      ground();
    } else if (b == '[' && sequence.isEmpty()) {
      sequence.add('[');
      state = State.LINUX_FUNCTION_KEY;
    } else if (b == '$' && sequence.isNumber()) {
      finish(out, KeyTable.rxvtNumber(sequence.onlyNumber(), '$'));
    } else if (b >= ' ' && b < 0x40) {
      sequence.add((char) b);
    } else if (b >= 0x40 && b < 0x7F) {
      complete((char) b, out);
    }
  }

  private void complete(char end, Consumer<InputEvent> out) {
    int number = sequence.onlyNumber();
    if (end == '~' && number == 200) {
      paste.clear();
      pasteStalled = false;
      ground();
      state = State.PASTE;
    } else if (end == 'M' && sequence.isEmpty()) {
      sequence.add(end);
      mouseBytes = 0;
      state = State.MOUSE;
    } else {
      InputEvent event = sequence.event(end);
      if (event instanceof InputEvent.Key key) {
        finish(out, key.stroke());
      } else {
        if (event != null) {
          out.accept(event);
        }
        ground();
      }
    }
  }

  private void singleShift(int b, long now, Consumer<InputEvent> out) {
    if (b == ESC) {
      restart();
    } else if (b >= '0' && b <= '9') {
      sequence.add((char) b); // SS3 5 A: an old form of Ctrl-Up
    } else {
      int modifier = sequence.isEmpty() ? 1 : Math.max(1, sequence.onlyNumber());
      KeyStroke key =
          b >= 'a' && b <= 'd'
              ? KeyTable.rxvtArrow((char) b, true)
              : KeyTable.keypad((char) b, modifier);
      boolean typed = late != 0 && key == null && sequence.isEmpty();
      if (typed) {
        key(out, new KeyStroke(late, false, false));
        ground();
        ground(b, now, out);
      } else {
        finish(out, key);
      }
    }
  }

  /** OSC, DCS and the like: to BEL or ST, all of it swallowed. */
  private void string(int b, long now, Consumer<InputEvent> out) {
    if (late != 0 && sequence.isEmpty() && (b < '0' || b > '9')) {
      key(out, new KeyStroke(late, false, false)); // no OSC begins so: it was typed
      ground();
      ground(b, now, out);
      return;
    }
    sequence.add('.');
    if (state == State.STRING_ESCAPE) {
      if (b == '\\') {
        ground();
      } else {
        late = 0;
        alt = false;
        state = State.ESCAPE; // a new sequence began in the middle
        escape(b, out);
      }
    } else if (b == 0x07 || b == 0x9C || b == CANCEL || b == SUBSTITUTE) {
      ground();
    } else if (b == ESC) {
      state = State.STRING_ESCAPE;
    }
  }

  private void restart() {
    ground();
    state = State.ESCAPE;
  }

  private void lead(int b) {
    if (b >= 0xC2 && b < 0xE0) {
      begin(b & 0x1F, 1, 0x80);
    } else if (b >= 0xE0 && b < 0xF0) {
      begin(b & 0x0F, 2, 0x800);
    } else if (b >= 0xF0 && b < 0xF5) {
      begin(b & 0x07, 3, 0x10000);
    } else {
      control8(b);
    }
  }

  private void begin(int bits, int more, int least) {
    sequence.clear();
    codePoint = bits;
    codePointBytes = more;
    codePointLeast = least;
    state = State.UTF8;
  }

  private void utf8(int b, long now, Consumer<InputEvent> out) {
    if ((b & 0xC0) != 0x80) {
      ground();
      ground(b, now, out); // cut short: drop what came before it
      return;
    }
    codePoint = codePoint << 6 | (b & 0x3F);
    if (--codePointBytes > 0) {
      return;
    }
    boolean meta = alt;
    ground();
    if (codePoint < codePointLeast || !Character.isValidCodePoint(codePoint)) {
      return;
    }
    if (codePoint < 0xA0) {
      control8(codePoint);
    } else if (codePoint > 0xFFFF) {
      text(out, Character.toString(codePoint));
    } else if (KeyTable.isTypeable(codePoint)) {
      key(out, new KeyStroke((char) codePoint, false, meta));
    }
  }

  /** C1 controls as one byte or as a UTF-8 character: VT220 with 8-bit controls. */
  private void control8(int c) {
    ground();
    if (c == 0x9B || c == 0x8F || c == 0x90 || c == 0x98 || (c >= 0x9D && c <= 0x9F)) {
      introduce(c - 0x40);
    }
  }

  /** Ends a sequence: gives out its key, with Alt if another ESC came first, unless it is late. */
  private void finish(Consumer<InputEvent> out, @Nullable KeyStroke stroke) {
    if (late == 0 && stroke != null) {
      key(out, alt ? withAlt(stroke) : stroke);
    }
    ground();
  }

  private static KeyStroke withAlt(KeyStroke stroke) {
    return stroke.getKeyType() == KeyType.Character
        ? new KeyStroke(stroke.getCharacter(), stroke.isCtrlDown(), true, stroke.isShiftDown())
        : new KeyStroke(stroke.getKeyType(), stroke.isCtrlDown(), true, stroke.isShiftDown());
  }

  private static void key(Consumer<InputEvent> out, @Nullable KeyStroke stroke) {
    if (stroke != null) {
      out.accept(new InputEvent.Key(stroke));
    }
  }

  private static void text(Consumer<InputEvent> out, String text) {
    if (!text.isEmpty()) {
      out.accept(new InputEvent.Paste(text));
    }
  }
}
