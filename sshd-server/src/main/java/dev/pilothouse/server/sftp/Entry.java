package dev.pilothouse.server.sftp;

import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.Visible;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * What a listing tells of something.
 *
 * @param name in its folder; holds nothing that a terminal must not see
 * @param size in bytes
 */
record Entry(String name, boolean folder, long size, Instant changed, String owner) {
  private static final int HAS_SIZE = 0x1;
  private static final int HAS_OWNER = 0x2;
  private static final int HAS_MODE = 0x4;
  private static final int HAS_TIMES = 0x8;
  private static final int FOLDER = 0040555;
  private static final int FILE = 0100444;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM dd  yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);

  static Entry folder(String name) {
    return new Entry(Visible.line(name), true, 0, Instant.EPOCH, "-");
  }

  static Entry of(Image image) {
    String ending =
        switch (image.kind()) {
          case ISO -> "iso";
          case DISK -> image.format();
        };
    return new Entry(
        Visible.line(image.name() + "." + ending),
        false,
        image.realBytes(),
        image.addedAt(),
        Visible.line(image.addedBy()));
  }

  /** Draft 02, section 5. */
  void putAttributes(Buffer into) {
    into.putInt(HAS_SIZE | HAS_OWNER | HAS_MODE | HAS_TIMES);
    into.putLong(size);
    into.putInt(0);
    into.putInt(0);
    into.putInt(folder ? FOLDER : FILE);
    into.putInt(changed.getEpochSecond());
    into.putInt(changed.getEpochSecond());
  }

  /** As {@code ls -l} prints it; the draft leaves the form to the server. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%s 1 %-8s %-8s %12d %s %s",
        folder ? "dr-xr-xr-x" : "-r--r--r--",
        owner,
        "-",
        size,
        TIME.format(changed),
        name);
  }
}
