package dev.pilothouse.agent.console;

/** The newest of many bytes, by their number from the beginning. Not thread-safe. */
final class Ring {
  private final byte[] kept;
  private long start;
  private long end;

  /**
   * @param at the number of the first byte that will come
   */
  Ring(int size, long at) {
    this.kept = new byte[size];
    this.start = at;
    this.end = at;
  }

  /** The number of the oldest byte that is there. */
  long start() {
    return start;
  }

  /** The number of the next byte. */
  long end() {
    return end;
  }

  void add(byte[] bytes, int from) {
    int first = Math.max(from, bytes.length - kept.length);
    end += first - from;
    for (int i = first; i < bytes.length; ) {
      int place = Math.floorMod(end, kept.length);
      int length = Math.min(bytes.length - i, kept.length - place);
      System.arraycopy(bytes, i, kept, place, length);
      i += length;
      end += length;
    }
    start = Math.max(start, end - kept.length);
  }

  /** Goes on {@code bytes} later: they were never seen, and all before them is let go. */
  void skip(long bytes) {
    end += bytes;
    start = end;
  }

  /**
   * @param at between start and end
   */
  byte[] read(long at, int most) {
    byte[] read = new byte[(int) Math.min(most, end - at)];
    for (int i = 0; i < read.length; ) {
      int place = Math.floorMod(at + i, kept.length);
      int length = Math.min(read.length - i, kept.length - place);
      System.arraycopy(kept, place, read, i, length);
      i += length;
    }
    return read;
  }
}
