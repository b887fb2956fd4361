package dev.pilothouse.config;

import dev.pilothouse.config.source.ConfigException;
import dev.pilothouse.config.source.Form;
import dev.pilothouse.config.source.Section;
import dev.pilothouse.config.source.SourceFile;
import dev.pilothouse.config.source.Surroundings;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A site's own images that people can ask for by name: {@code known-images.yaml}. */
public record KnownImagesConfig(List<Entry> images) {
  private static final Form<String> NAME =
      Form.matching(
          "a name of letters, digits, dots, dashes and underscores",
          Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"));
  private static final Form<String> URL =
      Form.matching(
          "an address such as https://mirror.example/debian-12.qcow2",
          Pattern.compile("https?://[^\\s]{1,2000}"));
  private static final Form<String> CHECKSUM =
      Form.matching(
          "SHA-256 or SHA-512 in hexadecimal, or the http or https address of a file that holds it",
          Pattern.compile("https?://[^\\s]{1,2000}|[0-9a-fA-F]{64}|[0-9a-fA-F]{128}"));

  public KnownImagesConfig {
    images = List.copyOf(images);
  }

  /**
   * @param os such as {@code Debian 12}; may be empty
   * @param arch such as {@code x86_64}; may be empty
   * @param checksum may be empty
   */
  public record Entry(String name, String os, String arch, String url, String checksum) {
    private static Entry read(Section in) {
      return new Entry(
          in.required("name", NAME).orElse(""),
          in.value("os", Form.text(100), ""),
          in.value("arch", Form.text(32), ""),
          in.required("url", URL).orElse(""),
          in.value("checksum", CHECKSUM, ""));
    }
  }

  /**
   * @throws ConfigException with everything that is wrong with {@code file}
   */
  public static KnownImagesConfig load(Path file, Surroundings surroundings)
      throws ConfigException {
    return SourceFile.load(file, surroundings, KnownImagesConfig::read);
  }

  private static KnownImagesConfig read(Section in) {
    Set<String> names = new HashSet<>();
    return new KnownImagesConfig(
        in.sections(
            "images",
            image -> {
              Entry read = Entry.read(image);
              if (!read.name().isEmpty() && !names.add(read.name())) {
                image.refuse(
                    "name",
                    Section.quoted(read.name()) + " is there already",
                    "give every image a name of its own");
              }
              return read;
            }));
  }
}
