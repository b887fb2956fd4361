package dev.pilothouse.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pilothouse.config.source.ConfigException;
import dev.pilothouse.config.source.Problem;
import dev.pilothouse.config.source.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A folder with configuration files on a machine called {@code mgmt1}, used by {@code alice}. */
record Fixture(Path folder) {
  static final Surroundings SURROUNDINGS =
      new Surroundings("mgmt1", "alice", Map.of("REDIS_PASSWORD", "from-the-environment"));

  /** How one kind of file is loaded. */
  interface Loader<T> {
    T load(Path file, Surroundings surroundings) throws ConfigException;
  }

  Path write(String name, String mode, String text) {
    try {
      Path file = Files.writeString(folder.resolve(name), text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path write(String name, String text) {
    return write(name, "rw-------", text);
  }

  ServerConfig server(String text) throws ConfigException {
    return ServerConfig.load(write("server.yaml", text), SURROUNDINGS);
  }

  /** The problems of a server.yaml, without the path of the folder. */
  List<String> serverProblems(String text) {
    return problems(write("server.yaml", text), ServerConfig::load);
  }

  List<String> problems(Path file, Loader<?> loader) {
    return failure(file, loader).problems().stream()
        .map(Problem::toString)
        .map(this::withoutFolder)
        .toList();
  }

  ConfigException failure(Path file, Loader<?> loader) {
    ConfigException failure =
        catchThrowableOfType(ConfigException.class, () -> loader.load(file, SURROUNDINGS));
    if (failure == null) {
      throw new AssertionError(file + " was accepted");
    }
    return failure;
  }

  String withoutFolder(String text) {
    return text.replace(folder + "/", "");
  }
}
