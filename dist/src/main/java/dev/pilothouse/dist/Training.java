package dev.pilothouse.dist;

/**
 * The run that the launcher records to make its start-up archive (JEP 514): what is loaded here
 * starts fast everywhere.
 *
 * <p>It must end by itself, quickly, and touch nothing outside of this process.
 */
final class Training {
  private Training() {}

  public static void main(String[] args) {
    Main.main(new String[] {"version"});
  }
}
