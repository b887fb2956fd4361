package dev.pilothouse.agent.console;

import dev.pilothouse.agent.xml.ConsoleXml;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the file in which libvirt's virtlogd keeps what a guest printed ({@code <log
 * file='...'/>}). It outlives the agent: counted by the file, a place means the same before and
 * after the agent's restart.
 *
 * @param epoch names the file, whatever it is called after virtlogd rolled it over
 * @param end how long the file is
 * @param bytes the last of it
 * @param earlier the file before it
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; copying costs.
record LogTail(String epoch, long end, byte[] bytes, Earlier earlier) {
  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

  /** virtlogd writes a little later than the guest prints. */
  private static final Duration BEHIND = Duration.ofMillis(100);

  private static final int LOOKS = 5;

  /** A file that ended, and the next one began, after {@code length} bytes. */
  record Earlier(String epoch, long length) {
    static final Earlier NONE = new Earlier("", 0);

    /** The same place in the next file; null when that is not known. */
    @Nullable Long place(String of, long at) {
      return !epoch.isEmpty() && epoch.equals(of) ? (Long) (at - length) : null;
    }
  }

  long start() {
    return end - bytes.length;
  }

  /** A place of another count in this file's; null when that is not known. */
  @Nullable Long place(String of, long at) {
    return epoch.equals(of) ? (Long) at : earlier.place(of, at);
  }

  /**
   * Null when there is no such file, or none that can be read.
   *
   * @param started when the VM did; a log that begins anew with each start is told apart by it
   */
  static @Nullable LogTail read(ConsoleXml console, @Nullable Instant started) {
    ConsoleXml.Log log = console.log();
    if (log == null || (!log.append() && started == null)) {
      return null;
    }
    String run = log.append() || started == null ? "" : "-" + started.getEpochSecond();
    try {
      Path file = Path.of(log.file());
      settle(file);
      Path rolled = Path.of(log.file() + ".0");
      Earlier earlier =
          Files.exists(rolled)
              ? new Earlier(epoch(rolled) + run, Files.size(rolled))
              : Earlier.NONE;
      try (SeekableByteChannel channel = Files.newByteChannel(file)) {
        long size = channel.size();
        int length = (int) Math.min(size, Feed.KEPT);
        ByteBuffer tail = ByteBuffer.allocate(length);
        channel.position(size - length);
        while (tail.hasRemaining() && channel.read(tail) >= 0) {}
        return new LogTail(epoch(file) + run, size, Arrays.copyOf(tail.array(), length), earlier);
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("no log of a console", e);
      return null;
    }
  }

  private static void settle(Path file) throws IOException {
    for (int i = 0; i < LOOKS; i++) {
      Instant written = Files.getLastModifiedTime(file).toInstant();
      if (written.isBefore(Instant.now().minus(BEHIND))) {
        return;
      }
      LockSupport.parkNanos(BEHIND.dividedBy(LOOKS).toNanos());
    }
  }

  private static String epoch(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return Long.toHexString((Long) Files.getAttribute(file, "unix:ino"))
        + "-"
        + Long.toHexString(attributes.creationTime().toMillis());
  }

  /**
   * How many of {@code heard}'s first bytes this log ends with: those that were both written and
   * heard. Linear (Knuth, Morris, Pratt).
   */
  int overlap(byte[] heard) {
    int most = Math.min(heard.length, bytes.length);
    int[] border = new int[most + 1];
    border[0] = -1;
    for (int i = 0, k = -1; i < most; ) {
      while (k >= 0 && heard[i] != heard[k]) {
        k = border[k];
      }
      border[++i] = ++k;
    }
    int matched = 0;
    for (int i = bytes.length - most; i < bytes.length; i++) {
      while (matched >= 0 && (matched == most || bytes[i] != heard[matched])) {
        matched = border[matched];
      }
      matched++;
    }
    return matched;
  }
}
