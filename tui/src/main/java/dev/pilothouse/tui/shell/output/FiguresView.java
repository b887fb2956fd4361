package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.operation.MigrationFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a migration is, as a part of {@link MigrationView}. The names of its components are field
 * names of the JSON and YAML forms and stay as they are.
 *
 * @param phase {@code checking}, {@code copying files}, {@code disks}, {@code memory}, {@code
 *     switching}, {@code post copy}, {@code finishing} or {@code finding out}
 * @param dirtyBytesPerSecond null when not known
 * @param expectedDowntimeMillis null when not known
 * @param leftMillis null when not known
 * @param limitBytesPerSecond 0 for none
 */
public record FiguresView(
    String phase,
    long diskDoneBytes,
    long diskBytes,
    long memoryDoneBytes,
    long memoryLeftBytes,
    long memoryBytes,
    long bytesPerSecond,
    @Nullable Long dirtyBytesPerSecond,
    int pass,
    @Nullable Long expectedDowntimeMillis,
    @Nullable Long leftMillis,
    long limitBytesPerSecond,
    long maxDowntimeMillis) {

  public static FiguresView of(MigrationFigures figures) {
    return new FiguresView(
        figures.phase().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        figures.diskDoneBytes(),
        figures.diskBytes(),
        figures.memoryDoneBytes(),
        figures.memoryLeftBytes(),
        figures.memoryBytes(),
        figures.bytesPerSecond(),
        known(figures.dirtyBytesPerSecond()),
        figures.pass(),
        known(figures.expectedDowntimeMillis()),
        known(figures.leftMillis()),
        figures.limitBytesPerSecond(),
        figures.maxDowntimeMillis());
  }

  private static @Nullable Long known(long figure) {
    return figure < 0 ? null : figure;
  }

  /**
   * In one line of at most 85 characters, for slow lines: {@code memory 57 MiB/1 GiB left, 28.6
   * MiB/s, dirty 1 MiB/s, pass 2, down 140 ms, ETA 2s}.
   */
  public String line() {
    List<String> parts = new ArrayList<>();
    parts.add(phase + amount());
    if (bytesPerSecond > 0) {
      parts.add(rate(bytesPerSecond));
    }
    if (pass > 0 && dirtyBytesPerSecond != null) {
      parts.add("dirty " + rate(dirtyBytesPerSecond));
    }
    if (pass > 0) {
      parts.add("pass " + pass);
    }
    if (expectedDowntimeMillis != null && pass > 0) {
      parts.add("down " + expectedDowntimeMillis + " ms");
    }
    if (leftMillis != null) {
      parts.add("ETA " + span(leftMillis));
    }
    return String.join(", ", parts);
  }

  private String amount() {
    if (pass == 0 && diskBytes > 0) {
      return " " + Amounts.bytes(diskDoneBytes) + "/" + Amounts.bytes(diskBytes);
    }
    return memoryBytes == 0
        ? ""
        : " " + Amounts.bytes(memoryLeftBytes) + "/" + Amounts.bytes(memoryBytes) + " left";
  }

  static String rate(long bytesPerSecond) {
    return Amounts.bytes(bytesPerSecond) + "/s";
  }

  static String span(long millis) {
    return Amounts.span(Duration.ofMillis(millis + 999));
  }
}
