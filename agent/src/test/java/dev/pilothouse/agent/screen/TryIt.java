package dev.pilothouse.agent.screen;

import java.nio.file.*;

final class TryIt {
  public static void main(String[] args) throws Exception {
    for (String file : args) {
      byte[] png = Files.readAllBytes(Path.of(file));
      for (int i = 0; i < 3; i++) {
        long t0 = System.nanoTime();
        Raster raster = Raster.decode(png);
        long t1 = System.nanoTime();
        var found = Recogniser.read(raster, null);
        long t2 = System.nanoTime();
        System.out.printf(
            "%s decode %d us, read %d us%n", file, (t1 - t0) / 1000, (t2 - t1) / 1000);
        if (i == 2)
          found.ifPresent(
              f -> {
                System.out.printf(
                    "%s %s %d/%d cursor %d%n",
                    f.font().name(), f.grid(), f.known(), f.shown(), f.cursor());
                for (String line : f.screen().lines()) System.out.println("|" + line);
              });
      }
    }
  }
}
