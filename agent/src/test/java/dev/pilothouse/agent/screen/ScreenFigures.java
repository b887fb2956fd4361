package dev.pilothouse.agent.screen;

import dev.pilothouse.fleet.console.GuestScreen;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Measures what a guest's screen costs; its figures are in BENCHMARKS.md. */
final class ScreenFigures {

  private static final int TIMES = 400;

  private ScreenFigures() {}

  public static void main(String[] args) throws Exception {
    for (String name : List.of("linux-text-scrolled", "framebuffer-8x16", "grub-gfxterm")) {
      byte[] png = Shots.png(name);
      Raster raster = Raster.decode(png);
      Recognised last = Recogniser.read(raster, null).orElseThrow();
      Raster again = Raster.decode(png);
      GuestScreen screen = last.screen();
      say(name + ": PNG decoded", () -> Raster.decode(png));
      say(name + ": nothing known", () -> Recogniser.read(raster, null));
      say(name + ": the same again", () -> Recogniser.read(again, last));
      say(
          name + ": compared",
          () -> screen.since(Recogniser.read(again, last).orElseThrow().screen()));
      say(name + ": half blocks", () -> HalfBlocks.draw(raster, 80, 24));
    }
    byte[] memory = Shots.memory("linux-text-scrolled");
    Recognised text = Recogniser.read(Shots.raster("linux-text-scrolled"), null).orElseThrow();
    int offset = VgaText.read(memory, text.cells(), text, 0).orElseThrow().offset();
    say("memory, found anew", () -> VgaText.read(memory, text.cells(), text, 0));
    say("memory, where it was", () -> VgaText.read(memory, text.cells(), text, offset));
  }

  private static void say(String what, Callable<?> task) throws Exception {
    long[] nanos = new long[TIMES];
    for (int i = 0; i < TIMES; i++) {
      long start = System.nanoTime();
      task.call();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos, TIMES / 2, TIMES); // the first half warms up
    System.out.printf("%-45s %.2f ms%n", what, nanos[TIMES * 3 / 4] / 1e6);
  }
}
