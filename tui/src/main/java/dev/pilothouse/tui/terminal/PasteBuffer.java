package dev.pilothouse.tui.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** The text between {@code CSI 200~} and {@code CSI 201~}, of bounded size. */
final class PasteBuffer {

  private static final byte[] END = {0x1B, '[', '2', '0', '1', '~'};

  /** UTF-8 takes up to three bytes for a char. */
  private static final int MAX_BYTES = 3 * KeyDecoder.MAX_PASTE;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int matched;

  void clear() {
    bytes.reset();
    matched = 0;
  }

  /** Takes one byte; true when it completes the end of the paste. */
  boolean add(byte b) {
    if (b == END[matched]) {
      matched++;
      if (matched == END.length) {
        matched = 0;
        return true;
      }
      return false;
    }
    keep(END, matched);
    matched = b == END[0] ? 1 : 0;
    if (matched == 0) {
      keep(new byte[] {b}, 1);
    }
    return false;
  }

  private void keep(byte[] source, int count) {
    if (bytes.size() + count <= MAX_BYTES) {
      bytes.write(source, 0, count);
    }
  }

  /**
   * What came so far, which is then forgotten; line ends are {@code \n}, other controls left out.
   */
  String take() {
    String text = bytes.toString(UTF_8).replace("\r\n", "\n").replace('\r', '\n');
    bytes.reset();
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
        .forEach(kept::appendCodePoint);
    int end = Math.min(kept.length(), KeyDecoder.MAX_PASTE);
    if (end > 0 && end < kept.length() && Character.isHighSurrogate(kept.charAt(end - 1))) {
      end--;
    }
    return kept.substring(0, end);
  }
}
