package dev.pilothouse.agent.image;

import java.nio.ByteBuffer;

/**
 * Looks through the tables of a qcow2 file for clusters that lie behind its end: a file that was
 * cut off and whose header is whole.
 */
public final class Qcow2Tables {
  private static final long OFFSET = 0x00ff_ffff_ffff_fe00L;
  private static final long COMPRESSED = 1L << 62;

  private Qcow2Tables() {}

  /** Reads from the file; fewer bytes where it ends. */
  @FunctionalInterface
  public interface Pieces {
    byte[] read(long offset, int bytes);
  }

  /**
   * @param size of the file
   * @throws dev.pilothouse.fleet.operation.OperationException when something is missing
   */
  public static void check(Qcow2Header header, long size, Pieces file) {
    int cluster = 1 << header.clusterBits();
    int step = header.wideEntries() ? 16 : 8;
    ByteBuffer first = table(file, header.l1Offset(), 8 * header.l1Size(), size);
    while (first.hasRemaining()) {
      long second = first.getLong() & OFFSET;
      if (second != 0) {
        check(table(file, second, cluster, size), header, step, size);
      }
    }
  }

  private static void check(ByteBuffer second, Qcow2Header header, int step, long size) {
    long compressed = (1L << (62 - (header.clusterBits() - 8))) - 1;
    for (int at = 0; at < second.limit(); at += step) {
      long entry = second.getLong(at);
      long offset = entry & ((entry & COMPRESSED) != 0 ? compressed : OFFSET);
      if (offset >= size) {
        throw Refused.truncated("some of its data lies behind its end");
      }
    }
  }

  private static ByteBuffer table(Pieces file, long offset, int bytes, long size) {
    if (offset > size - bytes) {
      throw Refused.truncated("its tables lie behind its end");
    }
    byte[] read = bytes == 0 ? new byte[0] : file.read(offset, bytes);
    if (read.length < bytes) {
      throw Refused.truncated("its tables lie behind its end");
    }
    return ByteBuffer.wrap(read);
  }
}
