package dev.pilothouse.dist;

import dev.pilothouse.dist.local.CannotStartException;
import dev.pilothouse.dist.local.Detached;
import dev.pilothouse.dist.local.Instance;
import dev.pilothouse.dist.local.StateDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.Stream;

/** {@code pilothouse}: the first word chooses who reads the rest. */
public final class Main {
  static final int USAGE = 2;
  static final int UNAVAILABLE = 7;

  /** What runs and ends an instance; a {@code --state DIR} before them means the same as after. */
  private static final Set<String> LIFECYCLE = Set.of("up", "down", "status");

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
    System.exit(status);
  }

  static int run(List<String> words) throws InterruptedException {
    String first = words.isEmpty() ? "help" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    boolean help = rest.contains("--help") || rest.contains("-h");
    if (LIFECYCLE.contains(word(words, 2)) && first.equals("--state")) {
      return run(Stream.concat(words.stream().skip(2), words.stream().limit(2)).toList());
    }
    return switch (first) {
      case "up" -> help ? help() : up(rest);
      case "down" -> help ? help() : down(rest);
      case "status" -> help ? help() : status(rest);
      case "server" -> help ? help() : new Parts(System.err).server(config(rest));
      case "agent" -> help ? help() : new Parts(System.err).agent(config(rest));
      case "tui" -> help ? help() : client(rest).tui();
      case "version" -> version();
      case "help", "--help", "-h" -> rest.isEmpty() ? help() : Client.help(words);
      default -> help ? Client.help(withoutPlace(words)) : command(words);
    };
  }

  /** Words of the shell: help needs no fleet. */
  private static List<String> withoutPlace(List<String> words) {
    return word(words, 0).equals("--state") || word(words, 0).equals("--config")
        ? words.subList(Math.min(2, words.size()), words.size())
        : words;
  }

  private static String word(List<String> words, int at) {
    return at < words.size() ? words.get(at) : "";
  }

  private static int up(List<String> words) throws InterruptedException {
    UpOptions options = UpOptions.parse(words);
    StateDirectory state = StateDirectory.open(root(options));
    String user = People.invoking(System.getenv());
    boolean announced = new FirstLogin(state, user).announce(System.err);
    if (!options.detach()) {
      LocalStreams streams = new LocalStreams(System.getenv());
      if (announced && !options.headless() && streams.terminal().isPresent()) {
        System.err.print("Note it, then press Enter to go on. ");
        new Scanner(streams.in(), StandardCharsets.UTF_8).nextLine();
      }
      return new Up(options, state, System.err).run();
    }
    List<String> arguments = new ArrayList<>(List.of("up", "--headless"));
    words.stream()
        .filter(word -> !word.equals("--detach") && !word.equals("--headless"))
        .forEach(arguments::add);
    long pid = Detached.start(state, Main.class, arguments);
    System.err.printf(
        "Pilothouse runs in the background (process %d), SSH on port %d. `pilothouse down` ends it.%n",
        pid, state.port().orElse(0));
    return 0;
  }

  private static int down(List<String> words) {
    Optional<Long> pid = Detached.stop(StateDirectory.at(root(UpOptions.parse(words))));
    System.err.println(
        pid.map(number -> "Pilothouse (process " + number + ") has ended.")
            .orElse("Pilothouse is not running."));
    return 0;
  }

  private static int status(List<String> words) {
    StateDirectory state = StateDirectory.at(root(UpOptions.parse(words)));
    Optional<ProcessHandle> running = Instance.find(state);
    if (running.isEmpty()) {
      System.out.println("Pilothouse is not running on " + state.root() + ".");
      return UNAVAILABLE;
    }
    System.out.printf(
        "Pilothouse runs (process %d) on %s, SSH on port %s.%n",
        running.get().pid(), state.root(), state.port().map(String::valueOf).orElse("(none yet)"));
    return 0;
  }

  /** A command of the shell, with {@code --state DIR} or {@code --config FILE} before it. */
  private static int command(List<String> words) {
    List<String> rest = new ArrayList<>(words);
    Client client = client(rest);
    return client.run(rest);
  }

  /** Takes the options that say where Pilothouse is off the front of {@code words}. */
  private static Client client(List<String> words) {
    if (words.size() >= 2 && words.getFirst().equals("--config")) {
      Client client = Client.of(Path.of(words.get(1)));
      drop(words);
      return client;
    }
    Optional<Path> state = Optional.empty();
    if (words.size() >= 2 && words.getFirst().equals("--state")) {
      state = Optional.of(Path.of(words.get(1)));
      drop(words);
    }
    return Client.of(StateDirectory.at(root(state)));
  }

  private static void drop(List<String> words) {
    if (words instanceof ArrayList<String> list) {
      list.subList(0, 2).clear();
    }
  }

  private static Path config(List<String> words) {
    if (words.size() == 2 && words.getFirst().equals("--config")) {
      return Path.of(words.get(1));
    }
    throw new UsageException("this needs --config FILE and nothing else");
  }

  /** A demo has a state of its own: its hosts are not to stay in a real fleet. */
  private static Path root(UpOptions options) {
    Path standard = root(Optional.empty());
    return options
        .state()
        .orElse(
            options.demo() ? standard.resolveSibling(standard.getFileName() + "-demo") : standard);
  }

  private static Path root(Optional<Path> given) {
    return given.orElseGet(
        () ->
            StateDirectory.standard(
                System.getProperty("user.name"),
                System.getenv(),
                Path.of(System.getProperty("user.home"))));
  }

  /** Pilothouse's version, from the jar's manifest. */
  static String versionText() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }

  private static int version() {
    System.out.printf("pilothouse %s, Java %s%n", versionText(), Runtime.version());
    return 0;
  }

  private static int help() {
    System.out.print(UpOptions.HELP);
    return 0;
  }
}
