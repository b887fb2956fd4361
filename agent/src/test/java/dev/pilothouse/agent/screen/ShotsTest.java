package dev.pilothouse.agent.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.console.GuestScreen;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real guests' screens, read from their pictures alone. */
class ShotsTest {

  @ParameterizedTest
  @CsvSource({
    "linux-text, vga-8x16, 80, 25, 22, 13",
    "linux-text-scrolled, vga-8x16, 80, 25, -1, -1",
    "linux-text-fixed, fixed-8x16, 80, 25, 22, 13",
    "linux-text-512, uvga-8x16, 80, 25, 22, 13",
    "framebuffer-8x16, linux-8x16, 160, 50, 22, 13",
    "framebuffer-16x32, linux-16x32, 80, 25, 22, 13",
    "framebuffer-terminus, ter-8x16, 160, 50, 22, 13",
    "grub-text, vga-8x16, 80, 25, -1, -1",
    "grub-gfxterm, unifont-8x16, 99, 36, -1, -1",
    "uefi-shell, laff-8x19, 160, 42, 7, 7",
    "uefi-setup, laff-8x19, 80, 25, -1, -1",
  })
  void allThatStandsThere(
      String name, String font, int columns, int rows, int cursorRow, int cursorColumn) {
    Raster raster = Shots.raster(name);
    Recognised found = Recogniser.read(raster, null).orElseThrow();
    GuestScreen screen = found.screen();
    assertThat(found.font().name()).isEqualTo(font);
    assertThat(found.known()).isEqualTo(found.shown()).isGreaterThan(100);
    assertThat(screen.confidence()).isEqualTo(100);
    assertThat(screen.columns()).isEqualTo(columns);
    assertThat(screen.rows()).isEqualTo(rows);
    assertThat(List.of(screen.cursorRow(), screen.cursorColumn()))
        .isEqualTo(List.of(cursorRow, cursorColumn));
    assertThat(screen.lines()).isEqualTo(visible(Shots.text(name), found));
  }

  /**
   * A cell of one colour shows nothing, whatever was printed there: black on black, a full block.
   */
  private static List<String> visible(List<String> printed, Recognised found) {
    int columns = found.grid().columns();
    String[] lines = printed.toArray(String[]::new);
    for (int row = 0; row < lines.length; row++) {
      StringBuilder line = new StringBuilder(lines[row]);
      for (int column = 0; column < line.length(); column++) {
        if (found.cells().blank(row * columns + column)) {
          line.setCharAt(column, ' ');
        }
      }
      lines[row] = line.toString().stripTrailing();
    }
    return List.of(lines);
  }
}
