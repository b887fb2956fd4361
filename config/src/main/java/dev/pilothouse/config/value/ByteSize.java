package dev.pilothouse.config.value;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes, written as {@code 64MiB}.
 *
 * @param bytes 0 or more
 */
public record ByteSize(long bytes) {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18}) ?([kKMGT]i?B|B)");

  /** IEC 80000-13 prefixes (powers of 1024) and SI prefixes (powers of 1000). */
  private static final Map<String, Long> UNITS =
      Map.of(
          "B", 1L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30,
          "TiB", 1L << 40,
          "kB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "TB", 1_000_000_000_000L);

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("negative size: " + bytes);
    }
  }

  public static ByteSize mebibytes(long count) {
    return new ByteSize(Math.multiplyExact(count, 1L << 20));
  }

  /** Reads {@code 64MiB}, {@code 1 GB}, {@code 512B}; empty for anything else. */
  public static Optional<ByteSize> parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      return Optional.empty();
    }
    Long unit = UNITS.get(written.group(2));
    long count = Long.parseLong(written.group(1));
    return unit == null || count > Long.MAX_VALUE / unit
        ? Optional.empty()
        : Optional.of(new ByteSize(count * unit));
  }

  /** The shortest exact form in powers of 1024, such as {@code 64MiB}. */
  @Override
  public String toString() {
    for (String unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
      long size = UNITS.getOrDefault(unit, 1L);
      if (bytes >= size && bytes % size == 0) {
        return bytes / size + unit;
      }
    }
    return bytes + "B";
  }
}
