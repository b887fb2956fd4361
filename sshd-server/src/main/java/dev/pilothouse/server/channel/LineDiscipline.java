package dev.pilothouse.server.channel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a Unix terminal does for a program that reads lines (termios(3), canonical mode): echo,
 * erase (Backspace, Ctrl-U), Enter as LF, Ctrl-C, Ctrl-D. Switched off, bytes pass as they are.
 */
final class LineDiscipline {
  private static final int LONGEST_LINE = 4096;

  /** Where it all goes. */
  interface Side {
    void input(byte[] bytes);

    void echo(byte[] bytes);

    void interrupt();

    void endOfInput();
  }

  private final Side side;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private volatile boolean raw;

  LineDiscipline(Side side) {
    this.side = side;
  }

  void setRaw(boolean on) {
    raw = on;
  }

  boolean isRaw() {
    return raw;
  }

  void received(byte[] bytes, int offset, int length) {
    if (raw) {
      side.input(Arrays.copyOfRange(bytes, offset, offset + length));
      return;
    }
    ByteArrayOutputStream echo = new ByteArrayOutputStream();
    for (int i = offset; i < offset + length; i++) {
      int b = bytes[i] & 0xFF;
      switch (b) {
        case 0x03 -> {
          line.reset();
          show(echo, "^C\r\n");
          side.interrupt();
        }
        case 0x04 -> {
          if (line.size() == 0) {
            side.endOfInput();
          } else {
            deliver();
          }
        }
        case 0x08, 0x7F -> erase(echo);
        case 0x15 -> {
          while (line.size() > 0) {
            erase(echo);
          }
        }
        case '\r', '\n' -> {
          show(echo, "\r\n");
          line.write('\n');
          deliver();
        }
        default -> {
          if (b >= ' ' && line.size() < LONGEST_LINE) {
            line.write(b);
            echo.write(b);
          }
        }
      }
    }
    if (echo.size() > 0) {
      side.echo(echo.toByteArray());
    }
  }

  private void deliver() {
    side.input(line.toByteArray());
    line.reset();
  }

  /** Takes back one character of UTF-8; a wide one leaves a blank, as on most terminals. */
  private void erase(ByteArrayOutputStream echo) {
    byte[] bytes = line.toByteArray();
    if (bytes.length > 0) {
      int end = bytes.length - 1;
      while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
        end--;
      }
      line.reset();
      line.write(bytes, 0, end);
      show(echo, "\b \b");
    }
  }

  private static void show(ByteArrayOutputStream echo, String text) {
    echo.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
