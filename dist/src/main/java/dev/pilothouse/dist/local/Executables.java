package dev.pilothouse.dist.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the system. The sbin folders count too: they are not on every user's PATH. */
final class Executables {
  private Executables() {}

  static Optional<String> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Arrays.stream(path.split(File.pathSeparator)),
            Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin"))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /**
   * The first of these that is installed.
   *
   * @throws CannotStartException when none is
   */
  static String first(String... names) {
    return Arrays.stream(names)
        .flatMap(name -> find(name).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new CannotStartException(
                    "%s is not installed. On Debian and Ubuntu `./pilothouse up` installs what it needs; elsewhere use the system's package manager."
                        .formatted(String.join(" (or ", names) + (names.length > 1 ? ")" : ""))));
  }
}
