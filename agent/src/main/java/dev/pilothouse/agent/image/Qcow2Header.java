package dev.pilothouse.agent.image;

import dev.pilothouse.fleet.model.Visible;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The header of a qcow2 file that stands alone, as QEMU's docs/interop/qcow2.txt says. What reaches
 * beyond the file, or what QEMU would refuse, is refused.
 *
 * @param wideEntries whether the entries of its second-level tables take 16 bytes
 */
public record Qcow2Header(
    long virtualBytes,
    int clusterBits,
    int l1Size,
    long l1Offset,
    long refcountOffset,
    boolean wideEntries) {
  static final int MAGIC = 0x514649fb;

  private static final int LENGTH_2 = 72;
  private static final int LENGTH_3 = 104;
  private static final int MOST_L1 = 16 << 20;
  private static final long CORRUPT = 1L << 1;
  private static final long DATA_FILE = 1L << 2;
  private static final long WIDE_ENTRIES = 1L << 4;

  /** Dirty, corrupt, data file, compression type, extended entries. */
  private static final long KNOWN = 0x1f;

  /**
   * @param head the beginning of the file
   * @param size of the file; -1 when it is not known
   */
  static Qcow2Header read(byte[] head, long size) {
    ByteBuffer in = ByteBuffer.wrap(head);
    if (head.length < LENGTH_2) {
      throw Refused.truncated("it ends within its header");
    }
    int version = in.getInt(4);
    if (version != 2 && version != 3) {
      throw Refused.because(
          "This is version " + Integer.toUnsignedString(version) + " of the qcow format.",
          "Convert it first: qemu-img convert -O qcow2 FILE NEW.qcow2");
    }
    if (version == 3 && head.length < LENGTH_3) {
      throw Refused.truncated("it ends within its header");
    }
    alone(in, head);
    long features = version == 3 ? in.getLong(72) : 0;
    features(features);
    int clusterBits = in.getInt(20);
    if (clusterBits < 9 || clusterBits > 21) {
      throw damaged("clusters of 2^" + Integer.toUnsignedString(clusterBits) + " bytes");
    }
    Qcow2Header header =
        new Qcow2Header(
            in.getLong(24),
            clusterBits,
            in.getInt(36),
            in.getLong(40),
            in.getLong(48),
            (features & WIDE_ENTRIES) != 0);
    header.bounds(size);
    return header;
  }

  private static void alone(ByteBuffer in, byte[] head) {
    long backing = in.getLong(8);
    if (backing != 0) {
      throw Refused.because(
          "The image stands on another file, " + name(head, backing, in.getInt(16)) + ".",
          "Images must stand alone; flatten it where that file is: qemu-img convert -O qcow2 FILE"
              + " NEW.qcow2");
    }
    if (in.getInt(32) != 0) {
      throw Refused.because(
          "The image is encrypted.", "Add it decrypted: qemu-img convert can do that.");
    }
  }

  private static String name(byte[] head, long offset, int length) {
    if (offset < 0 || length < 1 || length > 1023 || offset > head.length - length) {
      return "whose name is out of bounds";
    }
    return "'" + Visible.line(new String(head, (int) offset, length, StandardCharsets.UTF_8)) + "'";
  }

  private static void features(long features) {
    if ((features & DATA_FILE) != 0) {
      throw Refused.because(
          "The image keeps its data in another file.",
          "Images must stand alone: qemu-img convert -O qcow2 FILE NEW.qcow2");
    }
    if ((features & CORRUPT) != 0) {
      throw Refused.because(
          "The image is marked as corrupt.", "Repair it first: qemu-img check -r all FILE");
    }
    if ((features & ~KNOWN) != 0) {
      throw Refused.because(
          "The image needs features that are not known here.",
          "Convert it first: qemu-img convert -O qcow2 FILE NEW.qcow2");
    }
  }

  /**
   * @param size of the file; -1 when it is not known
   */
  public void bounds(long size) {
    if (virtualBytes <= 0) {
      throw damaged("a disk of " + Long.toUnsignedString(virtualBytes) + " bytes");
    }
    if (l1Size < 0 || l1Size > MOST_L1 / 8 || l1Offset < 0 || refcountOffset <= 0) {
      throw damaged("tables out of bounds");
    }
    long end = Math.max(l1Offset + 8L * l1Size, refcountOffset + 8);
    if (end < 0 || (size >= 0 && end > size)) {
      throw Refused.truncated("its tables lie behind its end");
    }
  }

  private static RuntimeException damaged(String what) {
    return Refused.because(
        "The image is damaged: it speaks of " + what + ".", "Get it again, or check its source.");
  }
}
