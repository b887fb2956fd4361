package dev.pilothouse.config.value;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A secret and where it came from. It never prints itself; {@link #reveal} is the only way to its
 * value.
 */
public final class Secret {
  private final String value;
  private final Optional<String> reference;

  private Secret(String value, Optional<String> reference) {
    this.value = value;
    this.reference = reference;
  }

  /** A secret that stands in a configuration file itself. */
  public static Secret literal(String value) {
    return new Secret(value, Optional.empty());
  }

  /** A secret that is the content of {@code file}, without its closing line feed. */
  public static Secret inFile(Path file, String value) {
    return new Secret(value, Optional.of("file:" + file));
  }

  /** A secret that is the value of the environment variable {@code name}. */
  public static Secret inEnvironment(String name, String value) {
    return new Secret(value, Optional.of("env:" + name));
  }

  /** The secret itself: not for logs, arguments of processes, or messages. */
  public String reveal() {
    return value;
  }

  /** {@code file:PATH} or {@code env:NAME}; empty for a literal. */
  public Optional<String> reference() {
    return reference;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && value.equals(that.value)
        && reference.equals(that.reference);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
