package dev.pilothouse.tui.console.emulator;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Takes out of a guest's text what no emulator needs and a hostile guest could use: control strings
 * (titles, clipboards, links, graphics: OSC, DCS, APC, PM, SOS), sequences that are broken off or
 * that no terminal knows, and numbers that would take all memory to carry out. What goes on is
 * plain text and whole sequences, however they arrived torn (ECMA-48 5.4, 8.3).
 */
final class Sieve {
  private static final int LONGEST = 64;

  /** More than any terminal has rows or columns. */
  private static final int MOST = 999;

  private static final String WHOLE_NUMBERS = "hlm";

  /** Parameters, perhaps private ones; a soft reset (DECSTR); a cursor's shape (DECSCUSR). */
  private static final Pattern KNOWN =
      Pattern.compile("[?>=]?[0-9;:]*[@-~]|!p|[0-9]? q", Pattern.DOTALL);

  /** Character sets (SCS), DECALN, and sequences of one character. */
  private static final Pattern KNOWN_ESCAPE = Pattern.compile("[()*+][0AB]|#8|[78DEHMNOZc=>]");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private static final char ESC = 0x1B;
  private static final char BELL = 0x07;
  private static final char CANCEL = 0x18;
  private static final char SUBSTITUTE = 0x1A;
  private static final char CSI = 0x9B;
  private static final char ST = 0x9C;

  private enum State {
    TEXT,
    ESCAPE,
    SEQUENCE,
    STRING,
    STRING_ESCAPE
  }

  private final StringBuilder body = new StringBuilder();
  private State state = State.TEXT;

  String sift(CharSequence from) {
    StringBuilder out = new StringBuilder(from.length());
    for (int i = 0; i < from.length(); i++) {
      take(from.charAt(i), out);
    }
    return out.toString();
  }

  private void take(char c, StringBuilder out) {
    switch (state) {
      case TEXT -> text(c, out);
      case ESCAPE -> escape(c, out);
      case SEQUENCE -> sequence(c, out);
      case STRING -> {
        if (c == ESC) {
          state = State.STRING_ESCAPE;
        } else if (c == BELL || c == ST || ends(c)) {
          state = State.TEXT;
        }
      }
      case STRING_ESCAPE -> {
        if (c == '\\') {
          state = State.TEXT;
        } else {
          begin(State.ESCAPE); // no string terminator: another sequence began
          escape(c, out);
        }
      }
    }
  }

  private static boolean ends(char c) {
    return c == CANCEL || c == SUBSTITUTE;
  }

  private void begin(State next) {
    body.setLength(0);
    state = next;
  }

  private void text(char c, StringBuilder out) {
    if (c == ESC) {
      begin(State.ESCAPE);
    } else if (c == CSI) {
      begin(State.SEQUENCE);
    } else if (c == 0x90 || c == 0x98 || (c >= 0x9D && c <= 0x9F)) {
      state = State.STRING;
    } else if ((c < 0x7F || c >= 0xA0) && !ends(c)) {
      out.append(c);
    }
  }

  /** What every kind of sequence does with controls; whether {@code c} was one. */
  private boolean control(char c, StringBuilder out) {
    if (c == ESC) {
      begin(State.ESCAPE);
    } else if (ends(c)) {
      state = State.TEXT;
    } else if (c < ' ') {
      out.append(c); // carried out at once, as a terminal does
    }
    return c < ' ';
  }

  private void escape(char c, StringBuilder out) {
    if (control(c, out)) {
      return;
    }
    if (body.isEmpty() && c == '[') {
      begin(State.SEQUENCE);
    } else if (body.isEmpty() && "]PX^_".indexOf(c) >= 0) {
      state = State.STRING;
    } else {
      body.append(c);
      if (c >= '0' || body.length() > 2) {
        state = State.TEXT;
        if (KNOWN_ESCAPE.matcher(body).matches()) {
          out.append(ESC).append(body);
        }
      }
    }
  }

  private void sequence(char c, StringBuilder out) {
    if (control(c, out)) {
      return;
    }
    if (body.length() < LONGEST || c >= '@') {
      body.append(c);
    }
    if (c >= '@') {
      state = State.TEXT;
      if (body.length() <= LONGEST && KNOWN.matcher(body).matches()) {
        out.append(ESC).append('[');
        out.append(WHOLE_NUMBERS.indexOf(c) >= 0 ? body : bounded(body));
      }
    }
  }

  private static String bounded(CharSequence parameters) {
    return NUMBER.matcher(parameters).replaceAll(Sieve::bounded);
  }

  private static String bounded(MatchResult number) {
    String digits = number.group();
    return digits.length() > 3 ? Integer.toString(MOST) : digits;
  }
}
