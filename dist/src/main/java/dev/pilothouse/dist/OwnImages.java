package dev.pilothouse.dist;

import dev.pilothouse.config.KnownImagesConfig;
import dev.pilothouse.config.source.ConfigException;
import dev.pilothouse.config.source.Surroundings;
import dev.pilothouse.dist.local.CannotStartException;
import dev.pilothouse.fleet.model.KnownImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A site's own images that can be asked for by name: a file beside the configuration. */
final class OwnImages {
  private static final String FILE = "known-images.yaml";

  private OwnImages() {}

  /**
   * None when there is no such file.
   *
   * @throws CannotStartException when the file is wrong; the message says where
   */
  static List<KnownImage> in(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return KnownImagesConfig.load(file, Surroundings.ofProcess()).images().stream()
          .map(e -> new KnownImage(e.name(), e.os(), e.arch(), e.url(), e.checksum()))
          .toList();
    } catch (ConfigException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Those beside a file. */
  static List<KnownImage> beside(Path file) {
    return in(file.toAbsolutePath().resolveSibling(""));
  }
}
