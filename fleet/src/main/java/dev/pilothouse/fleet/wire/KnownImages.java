package dev.pilothouse.fleet.wire;

import dev.pilothouse.fleet.model.KnownImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Images that people can ask for by name: those that come with Pilothouse, and a site's own. */
public record KnownImages(List<KnownImage> images) {
  private static final String FILE = "known-images.json";

  public KnownImages {
    images = List.copyOf(images);
  }

  /** Those that come with Pilothouse. */
  public static KnownImages builtIn() {
    try (InputStream in = Objects.requireNonNull(KnownImages.class.getResourceAsStream(FILE))) {
      return new Codec()
          .read(KnownImages.class, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With {@code own} ones, which come first and replace those of the same name. */
  public KnownImages with(Collection<KnownImage> own) {
    Map<String, KnownImage> all = new LinkedHashMap<>();
    own.forEach(image -> all.put(image.name(), image));
    images.forEach(image -> all.putIfAbsent(image.name(), image));
    return new KnownImages(List.copyOf(all.values()));
  }

  public Optional<KnownImage> find(String name) {
    return images.stream().filter(image -> image.name().equals(name)).findFirst();
  }
}
