package dev.pilothouse.config.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a configuration may take from the machine it is read on.
 *
 * @param hostName the machine's name, without its domain
 * @param userName who runs the program
 * @param environment the environment variables that {@code env:NAME} can name
 */
public record Surroundings(String hostName, String userName, Map<String, String> environment) {
  /**
   * Where Linux keeps the name that {@code hostname} prints (proc(5)); no name service is asked.
   */
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Surroundings ofProcess() {
    return new Surroundings(
        hostName(HOST_NAME), System.getProperty("user.name", ""), System.getenv());
  }

  /** The environment holds secrets. */
  @Override
  public String toString() {
    return "Surroundings[" + hostName + ", " + userName + "]";
  }

  private static String hostName(Path file) {
    try {
      String name = Files.readString(file).strip();
      int dot = name.indexOf('.');
      return dot > 0 ? name.substring(0, dot) : name;
    } catch (IOException e) {
      return "localhost";
    }
  }
}
