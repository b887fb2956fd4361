package dev.pilothouse.agent.image;

import dev.pilothouse.fleet.model.Image;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Tells what a file is by its first bytes, so that nobody has to guess later: QEMU, asked to guess,
 * would follow whatever a header names. Takes qcow2, ISO 9660 and raw disks, all else is refused
 * with advice.
 */
public final class Probe {
  /** How much of the beginning it looks at: an ISO 9660 descriptor ends here. */
  public static final int HEAD = 64 << 10;

  private static final int ISO_AT = 32 << 10;

  private Probe() {}

  /**
   * @param magic a character for each byte
   */
  private record Known(String format, int at, String magic) {}

  private static final List<Known> TO_CONVERT =
      List.of(
          new Known("VMDK", 0, "KDMV"),
          new Known("VMDK", 0, "COWD"),
          new Known("VMDK", 0, "# Disk DescriptorFile"),
          new Known("VDI", 64, "\u007f\u0010\u00da\u00be"),
          new Known("VHDX", 0, "vhdxfile"),
          new Known("VPC", 0, "conectix"),
          new Known("QED", 0, "QED\0"),
          new Known("Parallels", 0, "WithoutFreeSpace"),
          new Known("Parallels", 0, "WithouFreSpacExt"),
          new Known("LUKS", 0, "LUKS\u00ba\u00be"));

  private static final List<Known> PACKED =
      List.of(
          new Known("gzip", 0, "\u001f\u008b"),
          new Known("xz", 0, "\u00fd7zXZ\0"),
          new Known("zstd", 0, "(\u00b5/\u00fd"),
          new Known("bzip2", 0, "BZh"),
          new Known("zip", 0, "PK\u0003\u0004"),
          new Known("7z", 0, "7z\u00bc\u00af"),
          new Known("tar", 257, "ustar"));

  /** What a disk or a file system has at a known place. */
  private static final List<Known> RAW =
      List.of(
          new Known("GPT", 512, "EFI PART"),
          new Known("MBR", 510, "U\u00aa"),
          new Known("ext", 1080, "S\u00ef"),
          new Known("XFS", 0, "XFSB"),
          new Known("LVM", 512, "LABELONE"));

  /**
   * @param head the first {@link #HEAD} bytes of the file, or all of a shorter one
   * @param size of the file; -1 when it is not known yet
   * @param raw take what looks like nothing for a raw disk
   * @throws dev.pilothouse.fleet.operation.OperationException BAD_INPUT with the reason
   */
  public static Probed of(byte[] head, long size, boolean raw, long maxVirtualBytes) {
    if (head.length == 0) {
      throw Refused.because("The image is empty.", "Check where it comes from.");
    }
    Probed found = look(head, size, raw);
    if (found.virtualBytes() > maxVirtualBytes) {
      throw Refused.because(
          "The image would be a disk of "
              + Rate.bytes(found.virtualBytes())
              + "; this host takes at most "
              + Rate.bytes(maxVirtualBytes)
              + ".",
          "Use a smaller one, or raise images.maxVirtualSize in the agent's configuration.");
    }
    return found;
  }

  private static Probed look(byte[] head, long size, boolean raw) {
    if (head.length >= 4 && ByteBuffer.wrap(head).getInt(0) == Qcow2Header.MAGIC) {
      Qcow2Header header = Qcow2Header.read(head, size);
      return new Probed(Image.Kind.DISK, "qcow2", header.virtualBytes(), header);
    }
    for (Known known : TO_CONVERT) {
      if (is(head, known)) {
        throw Refused.convert(known.format());
      }
    }
    if (is(head, new Known("ISO", ISO_AT + 1, "CD001"))) {
      return iso(head, size);
    }
    for (Known known : PACKED) {
      if (is(head, known)) {
        throw Refused.because(
            "This is packed (" + known.format() + "), not an image.", "Unpack it first.");
      }
    }
    if (raw || RAW.stream().anyMatch(known -> is(head, known))) {
      if (size >= 0 && size % 512 != 0) {
        throw Refused.truncated("a raw disk has whole sectors of 512 bytes");
      }
      return new Probed(Image.Kind.DISK, "raw", size, null);
    }
    throw Refused.because(
        text(head)
            ? "This is a text or a web page, not an image."
            : "This is no image: it has neither a known header nor a partition table.",
        "Check where it comes from; if it is a raw disk all the same, say so with --raw.");
  }

  /** ECMA-119, 8.4: the volume space size, in logical blocks, in both byte orders. */
  private static Probed iso(byte[] head, long size) {
    ByteBuffer in = ByteBuffer.wrap(head);
    if (head.length >= ISO_AT + 132) {
      long bytes =
          Integer.toUnsignedLong(in.getInt(ISO_AT + 84))
              * Short.toUnsignedInt(in.getShort(ISO_AT + 130));
      if (size >= 0 && size < bytes) {
        throw Refused.truncated("it should have " + bytes + " bytes and has " + size);
      }
    }
    return new Probed(Image.Kind.ISO, "raw", size, null);
  }

  private static boolean is(byte[] head, Known known) {
    if (head.length < known.at + known.magic.length()) {
      return false;
    }
    for (int i = 0; i < known.magic.length(); i++) {
      if ((head[known.at + i] & 0xff) != known.magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean text(byte[] head) {
    String start =
        new String(head, 0, Math.min(head.length, 256), StandardCharsets.ISO_8859_1)
            .strip()
            .toLowerCase(Locale.ROOT);
    return start.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t');
  }
}
