package dev.pilothouse.fleet.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast a disk may be and how the host reads and writes it. What is null is not said: left as it
 * is when it is to be set.
 *
 * @param cache libvirt's word, such as {@code none} or {@code writeback}; empty for QEMU's usual
 * @param io {@code threads}, {@code native} or {@code io_uring}; empty for QEMU's usual
 * @param iops at most so many reads and writes a second; 0 for no limit
 * @param bytesPerSecond at most so many bytes read and written a second; 0 for no limit
 */
public record DiskTuning(
    @Nullable String cache,
    @Nullable String io,
    @Nullable Long iops,
    @Nullable Long bytesPerSecond) {
  /** A disk of which nothing is said. */
  public static final DiskTuning USUAL = new DiskTuning("", "", 0L, 0L);

  /** Each for people, such as {@code cache none}. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    if (cache != null) {
      texts.add("cache " + (cache.isEmpty() ? "default" : cache));
    }
    if (io != null) {
      texts.add("I/O " + (io.isEmpty() ? "default" : io));
    }
    if (iops != null) {
      texts.add(iops == 0 ? "no IOPS limit" : "at most " + iops + " IOPS");
    }
    if (bytesPerSecond != null) {
      texts.add(
          bytesPerSecond == 0
              ? "no rate limit"
              : "at most " + ByteAmount.exact(bytesPerSecond) + "/s");
    }
    return texts;
  }

  /** The values of {@code of} for all that is said here. */
  public DiskTuning sameOf(DiskTuning of) {
    return new DiskTuning(
        cache == null ? null : of.cache,
        io == null ? null : of.io,
        iops == null ? null : of.iops,
        bytesPerSecond == null ? null : of.bytesPerSecond);
  }
}
