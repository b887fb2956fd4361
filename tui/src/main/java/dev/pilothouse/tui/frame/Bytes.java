package dev.pilothouse.tui.frame;

import java.util.Arrays;

/** A growing buffer of output bytes that can be cut back: the encoder tries ways and keeps one. */
final class Bytes {

  private byte[] buffer = new byte[4096];
  private int length;

  int length() {
    return length;
  }

  void truncate(int newLength) {
    length = newLength;
  }

  /** Takes out the bytes from {@code from} up to {@code to}. */
  void remove(int from, int to) {
    System.arraycopy(buffer, to, buffer, from, length - to);
    length -= to - from;
  }

  Bytes put(char ascii) {
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * length);
    }
    buffer[length++] = (byte) ascii;
    return this;
  }

  Bytes put(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      put(ascii.charAt(i));
    }
    return this;
  }

  Bytes number(int value) {
    if (value >= 10) {
      number(value / 10);
    }
    return put((char) ('0' + value % 10));
  }

  Bytes utf8(int codePoint) {
    if (codePoint < 0x80) {
      return put((char) codePoint);
    }
    if (codePoint < 0x800) {
      return put((char) (0xC0 | codePoint >> 6)).put((char) (0x80 | (codePoint & 0x3F)));
    }
    if (codePoint < 0x10000) {
      put((char) (0xE0 | codePoint >> 12));
    } else {
      put((char) (0xF0 | codePoint >> 18)).put((char) (0x80 | ((codePoint >> 12) & 0x3F)));
    }
    return put((char) (0x80 | ((codePoint >> 6) & 0x3F))).put((char) (0x80 | (codePoint & 0x3F)));
  }

  static int utf8Length(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  static int digits(int value) {
    return value < 10 ? 1 : value < 100 ? 2 : 3;
  }

  byte[] toArray() {
    return Arrays.copyOf(buffer, length);
  }
}
