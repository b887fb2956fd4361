package dev.pilothouse.agent.screen;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Pictures of real guests in the lab, what these were told to print, and their text's memory. */
final class Shots {

  private Shots() {}

  static byte[] png(String name) {
    return bytes(name + ".png");
  }

  static Raster raster(String name) {
    try {
      return Raster.decode(png(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> text(String name) {
    return new String(bytes(name + ".txt"), StandardCharsets.UTF_8).lines().toList();
  }

  /** The 32 KiB at 0xB8000, as QEMU's pmemsave gave them at the time of the picture. */
  static byte[] memory(String name) {
    try (InputStream in =
        new GZIPInputStream(Shots.class.getResourceAsStream("/screens/" + name + ".b8000.gz"))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String file) {
    try (InputStream in = Shots.class.getResourceAsStream("/screens/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException(file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
