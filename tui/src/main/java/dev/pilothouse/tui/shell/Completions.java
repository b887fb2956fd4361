package dev.pilothouse.tui.shell;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNic;
import dev.pilothouse.fleet.model.VolumeUse;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.tui.shell.call.Images;
import dev.pilothouse.tui.shell.call.Options;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What Tab offers, for the line shell and the TUI's command line alike.
 *
 * @param start where in the line the word begins that a candidate replaces; it ends at the cursor
 */
public record Completions(int start, List<Candidate> candidates) {
  /** More than that help nobody. */
  private static final int MOST = 200;

  private static final int MOST_OPERATIONS = 20;

  /**
   * Something that could stand at the cursor.
   *
   * @param insert the word as it must stand in the line, quoted where needed; safe to show
   * @param description in a few words, or empty; safe to show
   */
  public record Candidate(String insert, String description) {}

  public Completions {
    candidates = List.copyOf(candidates);
  }

  /**
   * @param cursor between 0 and the line's length
   */
  public static Completions of(String line, int cursor, ControlRoom room) {
    List<Words.Word> words = new ArrayList<>(Words.read(line.substring(0, cursor)).words());
    boolean between =
        words.isEmpty()
            || (words.getLast().end() == cursor
                && cursor > 0
                && Character.isWhitespace(line.charAt(cursor - 1))
                && Words.read(line.substring(0, cursor)).open() == 0
                && words.getLast().end() < cursor);
    if (words.isEmpty() || words.getLast().end() < cursor || between) {
      words.add(new Words.Word("", cursor, cursor));
    }
    Words.Word typed = words.removeLast();
    List<String> before = words.stream().map(Words.Word::text).toList();
    String start = typed.text().toLowerCase(Locale.ROOT);
    List<Candidate> candidates =
        candidates(before, typed.text(), room)
            .filter(c -> plain(c.insert()).toLowerCase(Locale.ROOT).startsWith(start))
            .limit(MOST)
            .toList();
    return new Completions(typed.start(), candidates);
  }

  private static String plain(String insert) {
    Words.Line read = Words.read(insert);
    return read.words().isEmpty() ? "" : read.words().getFirst().text();
  }

  private static Stream<Candidate> candidates(List<String> before, String typed, ControlRoom room) {
    CommandLine command = Grammar.parser();
    int at = 0;
    boolean help = !before.isEmpty() && before.getFirst().equals("help");
    if (help) {
      at = 1;
    }
    CommandLine next = at < before.size() ? command.getSubcommands().get(before.get(at)) : null;
    while (next != null) {
      command = next;
      at++;
      next = at < before.size() ? command.getSubcommands().get(before.get(at)) : null;
    }
    if (!command.getSubcommands().isEmpty()) {
      return at < before.size() ? Stream.empty() : words(command, help || at > 0);
    }
    return help
        ? Stream.empty()
        : arguments(command.getCommandSpec(), before.subList(at, before.size()), typed, room);
  }

  private static Stream<Candidate> words(CommandLine command, boolean nested) {
    Stream<Candidate> subcommands =
        command.getSubcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .map(
                spec -> new Candidate(spec.name(), description(spec.usageMessage().description())));
    return nested
        ? subcommands
        : Stream.concat(subcommands, Stream.of(new Candidate("help", "Show help.")));
  }

  private static Stream<Candidate> arguments(
      CommandSpec spec, List<String> given, String typed, ControlRoom room) {
    int positional = 0;
    boolean optionsOver = false;
    OptionSpec open = null;
    Map<String, Boolean> used = new HashMap<>();
    for (String word : given) {
      if (open != null) {
        open = null;
      } else if (!optionsOver && word.equals("--")) {
        optionsOver = true;
      } else if (!optionsOver && word.startsWith("-") && word.length() > 1) {
        OptionSpec option = spec.findOption(word);
        if (option != null) {
          used.put(option.longestName(), true);
          open = option.arity().max() > 0 ? option : null;
        }
      } else {
        positional++;
      }
    }
    if (open != null) {
      return values(open, room);
    }
    if (!optionsOver && typed.startsWith("-")) {
      return spec.options().stream()
          .filter(option -> !used.containsKey(option.longestName()))
          .map(option -> new Candidate(option.longestName(), description(option.description())));
    }
    int index = positional;
    boolean afterDashes = optionsOver;
    return spec.positionalParameters().stream()
        .filter(parameter -> covers(parameter, index))
        .flatMap(parameter -> values(parameter, room))
        // A name that looks like an option can only stand after --.
        .map(
            c ->
                !afterDashes && c.insert().startsWith("-") && c.insert().length() > 1
                    ? new Candidate("-- " + c.insert(), c.description())
                    : c);
  }

  private static boolean covers(PositionalParamSpec parameter, int index) {
    return parameter.index().min() <= index && index <= parameter.index().max();
  }

  private static Stream<Candidate> values(ArgSpec argument, ControlRoom room) {
    if (argument.completionCandidates() != null) {
      List<Candidate> fixed = new ArrayList<>();
      argument.completionCandidates().forEach(word -> fixed.add(new Candidate(word, "")));
      return fixed.stream();
    }
    return switch (argument.paramLabel()) {
      case Options.TARGET -> vms(room.fleet());
      case Options.HOST -> hosts(room.fleet());
      case Options.NUMBER -> operations(room);
      case "POOL" -> pools(room.fleet());
      case "VOLUME", "SOURCE" -> volumes(room.fleet());
      case "NETWORK" -> networks(room.fleet());
      case "NIC" -> nics(room.fleet());
      case "IMAGE" -> images(room.fleet());
      case "on|off" -> Stream.of(new Candidate("on", ""), new Candidate("off", ""));
      default -> Stream.empty();
    };
  }

  private static Stream<Candidate> vms(Fleet fleet) {
    Map<String, Integer> times = new HashMap<>();
    List<Vm> all =
        fleet.hosts().stream()
            .flatMap(host -> fleet.residents(host.name()).stream())
            .sorted(Comparator.comparing(Vm::name).thenComparing(Vm::host))
            .toList();
    all.forEach(vm -> times.merge(vm.name(), 1, Integer::sum));
    return all.stream()
        .map(
            vm -> {
              String name = Visible.of(vm.name());
              boolean unique = times.getOrDefault(vm.name(), 1) == 1;
              return new Candidate(
                  Words.quote(unique ? name : Visible.of(vm.host()) + "/" + name),
                  vm.state().word() + " on " + Visible.of(vm.host()));
            });
  }

  private static Stream<Candidate> hosts(Fleet fleet) {
    return fleet.hosts().stream()
        .sorted(Comparator.comparing(Host::name))
        .map(
            host ->
                new Candidate(
                    Words.quote(Visible.of(host.name())),
                    host.presence().name().toLowerCase(Locale.ROOT)));
  }

  private static Stream<Candidate> pools(Fleet fleet) {
    return onEachHost(fleet, host -> fleet.inventory(host).pools().stream().map(Pool::name));
  }

  private static Stream<Candidate> networks(Fleet fleet) {
    return onEachHost(
        fleet, host -> fleet.inventory(host).networks().stream().map(VirtualNetwork::name));
  }

  private static Stream<Candidate> nics(Fleet fleet) {
    return fleet.hosts().stream()
        .flatMap(host -> fleet.residents(host.name()).stream())
        .flatMap(
            vm ->
                VmNic.of(vm).stream()
                    .map(
                        nic ->
                            new Candidate(
                                nic.shown().mac(),
                                Visible.of(vm.name()) + ", " + Visible.of(nic.shown().network()))));
  }

  private static Stream<Candidate> onEachHost(Fleet fleet, Function<String, Stream<String>> names) {
    return fleet.hosts().stream()
        .map(Host::name)
        .sorted()
        .flatMap(
            host ->
                names
                    .apply(host)
                    .map(
                        name ->
                            new Candidate(
                                Words.quote(Visible.of(name)), "on " + Visible.of(host))));
  }

  private static Stream<Candidate> volumes(Fleet fleet) {
    return fleet.hosts().stream()
        .sorted(Comparator.comparing(Host::name))
        .flatMap(host -> VolumeUse.of(fleet, host.name()).stream())
        .map(
            use ->
                new Candidate(
                    Words.quote(Visible.of(use.name())),
                    (use.used() ? "in use" : "unused") + " on " + Visible.of(use.host())));
  }

  private static Stream<Candidate> images(Fleet fleet) {
    return new Images(fleet)
        .all().stream()
            .map(
                image ->
                    new Candidate(
                        Words.quote(Visible.of(image.host()) + "/" + Visible.of(image.name())),
                        Visible.of(image.os())));
  }

  private static Stream<Candidate> operations(ControlRoom room) {
    List<OperationRecord> recent;
    try {
      recent = room.recentOperations(MOST_OPERATIONS);
    } catch (BusUnavailableException | OperationException e) {
      return Stream.empty(); // Tab stays silent when nothing can be known.
    }
    return recent.stream()
        .map(
            op ->
                new Candidate(
                    Long.toString(op.number()),
                    op.operation().verb().title()
                        + " "
                        + Visible.of(op.targetName())
                        + ", "
                        + op.state().name().toLowerCase(Locale.ROOT)));
  }

  private static String description(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }
}
