package dev.pilothouse.dist;

import dev.pilothouse.dist.local.CannotStartException;
import java.util.List;

/** {@code pilothouse}: the first word chooses who reads the rest. */
public final class Main {
  static final int USAGE = 2;
  static final int UNAVAILABLE = 7;

  private Main() {}

  public static void main(String[] arguments) {
    int status;
    try {
      status = run(List.of(arguments));
    } catch (UsageException e) {
      System.err.println("pilothouse: " + e.getMessage() + "; see `pilothouse help`");
      status = USAGE;
    } catch (CannotStartException e) {
      System.err.println("pilothouse: " + e.getMessage());
      status = UNAVAILABLE;
    } catch (InterruptedException e) {
      status = UNAVAILABLE;
    }
    System.out.flush();
    if (status != 0) {
      System.exit(status);
    }
  }

  static int run(List<String> words) throws InterruptedException {
    String first = words.isEmpty() ? "help" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    boolean help = rest.contains("--help") || rest.contains("-h");
    return switch (first) {
      case "up" -> help ? help() : new Up(System.err).up(rest);
      case "down" -> help ? help() : new Up(System.err).down(rest);
      case "status" -> help ? help() : new Up(System.out).status(rest);
      case "version" -> version();
      default -> throw new UsageException("unknown command " + UsageException.quoted(first));
    };
  }

  private static int help() {
    System.out.print(UpOptions.HELP);
    return 0;
  }

  private static int version() {
    String version = Main.class.getPackage().getImplementationVersion();
    System.out.printf(
        "pilothouse %s, Java %s%n", version == null ? "(unpackaged)" : version, Runtime.version());
    return 0;
  }
}
