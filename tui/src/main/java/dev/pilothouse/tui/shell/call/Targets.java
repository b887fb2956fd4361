package dev.pilothouse.tui.shell.call;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.tui.filter.FleetFilter;
import dev.pilothouse.tui.filter.Glob;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What people call VMs and hosts: a name, {@code host/name}, a UUID or the unique beginning of one
 * (4 hexadecimal digits or more), or a glob. A name may be typed as it is shown, with {@code \xNN}
 * for what cannot be typed. What arrives on a host is no VM of its own yet and is left out; of one
 * that two hosts show otherwise, its owner is meant unless the host is said.
 */
public final class Targets {
  private static final Pattern UUID_START = Pattern.compile("[0-9a-f]{4}[0-9a-f-]*");
  private static final int UUID_LENGTH = 36;
  private static final int MOST_CANDIDATES = 20;

  /** The order in which VMs are listed and acted on. */
  public static final Comparator<Vm> ORDER =
      Comparator.comparing(Vm::host)
          .thenComparing(Vm::name, String.CASE_INSENSITIVE_ORDER)
          .thenComparing(Vm::name)
          .thenComparing(vm -> vm.ref().uuid());

  private final Fleet fleet;
  private final List<Vm> all;

  public Targets(Fleet fleet) {
    this.fleet = fleet;
    this.all =
        fleet.hosts().stream()
            .map(host -> fleet.vms(host.name()))
            .flatMap(Collection::stream)
            .filter(vm -> !vm.arriving())
            .sorted(ORDER)
            .toList();
  }

  public List<Vm> matching(FleetFilter filter) {
    return all.stream().filter(filter::matches).toList();
  }

  /**
   * The VMs that {@code words} name, each once; all of the fleet when there are no words. {@code
   * filter} then narrows them down.
   *
   * @throws CommandException NOT_FOUND when a word names none, CONFLICT when it names several
   *     without being a glob
   */
  public List<Vm> of(List<String> words, FleetFilter filter) {
    if (words.isEmpty()) {
      return matching(filter);
    }
    Map<Object, Vm> found = new LinkedHashMap<>();
    for (String word : words) {
      for (Vm vm : named(word)) {
        found.put(vm.ref(), vm);
      }
    }
    return found.values().stream().filter(filter::matches).toList();
  }

  /**
   * The one VM that {@code word} names.
   *
   * @throws CommandException NOT_FOUND, CONFLICT
   */
  public Vm one(String word) {
    List<Vm> found = named(word);
    if (found.size() > 1) {
      throw ambiguous(word, found);
    }
    return found.getFirst();
  }

  /**
   * All VMs that {@code word} names, without a glob: several when it says too little, none when
   * there is no such VM.
   */
  public List<Vm> called(String word) {
    int slash = word.indexOf('/');
    return slash < 0
        ? owned(exact(word, vm -> true))
        : exact(word.substring(slash + 1), on(word, slash));
  }

  /** The host called {@code word}. */
  public Host host(String word) {
    Host host = fleet.host(word);
    if (host == null) {
      host =
          fleet.hosts().stream()
              .filter(known -> Visible.of(known.name()).equals(word))
              .findFirst()
              .orElse(null);
    }
    if (host == null) {
      throw new CommandException(
          ExitStatus.NOT_FOUND,
          "There is no host '"
              + Visible.line(word)
              + "'."
              + hint(word, fleet.hosts().stream().map(Host::name))
              + " 'host list' shows all.");
    }
    return host;
  }

  /**
   * The host that {@code given} calls, or the only one there is.
   *
   * @throws CommandException NOT_FOUND, USAGE when it must be said which
   */
  public Host hostOrOnly(Optional<String> given) {
    if (given.isPresent()) {
      return host(given.get());
    }
    List<Host> hosts = fleet.hosts().stream().sorted(Comparator.comparing(Host::name)).toList();
    return switch (hosts.size()) {
      case 0 ->
          throw new CommandException(
              ExitStatus.NOT_FOUND, "There is no host yet: no agent has reported to this fleet.");
      case 1 -> hosts.getFirst();
      default ->
          throw CommandException.usage(
              "Say where with --host: "
                  + hosts.stream().map(h -> Visible.of(h.name())).collect(Collectors.joining(", "))
                  + ".");
    };
  }

  /** In tables and messages: with its host where there are several. */
  public String shown(Vm vm) {
    return fleet.hosts().size() > 1 ? place(vm) : Visible.of(vm.name());
  }

  private static String place(Vm vm) {
    return Visible.of(vm.host()) + "/" + Visible.of(vm.name());
  }

  /** One VM, or several of a glob; never empty. */
  private List<Vm> named(String word) {
    int slash = word.indexOf('/');
    List<Vm> exact = called(word);
    if (exact.size() == 1) {
      return exact;
    }
    if (exact.size() > 1) {
      throw ambiguous(word, exact);
    }
    if (Glob.isPattern(word)) {
      Glob glob = Glob.of(word);
      List<Vm> several =
          all.stream()
              .filter(
                  vm ->
                      slash < 0
                          ? glob.matches(vm.name()) || glob.matches(Visible.of(vm.name()))
                          : glob.matches(vm.host() + "/" + vm.name()) || glob.matches(place(vm)))
              .toList();
      if (!several.isEmpty()) {
        return several;
      }
    }
    throw new CommandException(
        ExitStatus.NOT_FOUND,
        "There is no VM '"
            + Visible.line(word)
            + "'."
            + hint(word, all.stream().map(slash < 0 ? Vm::name : Targets::place))
            + " 'vm list' shows all.");
  }

  /** Several that are one VM are that of its owner. */
  private List<Vm> owned(List<Vm> found) {
    boolean one = found.stream().map(vm -> vm.ref().uuid()).distinct().count() == 1;
    return one && found.size() > 1
        ? found.stream().filter(vm -> fleet.owns(vm.ref())).toList()
        : found;
  }

  private static Predicate<Vm> on(String word, int slash) {
    String host = word.substring(0, slash);
    return vm -> vm.host().equals(host) || Visible.of(vm.host()).equals(host);
  }

  /** By UUID, by name, by the beginning of the UUID; a name never hides another VM's whole UUID. */
  private List<Vm> exact(String word, Predicate<Vm> where) {
    String typed = Typed.name(word);
    List<Vm> named =
        all.stream()
            .filter(where)
            .filter(vm -> vm.name().equals(word) || vm.name().equals(typed) || isUuid(vm, word))
            .toList();
    String start = word.toLowerCase(Locale.ROOT);
    if (!named.isEmpty() || !UUID_START.matcher(start).matches()) {
      return named;
    }
    return all.stream()
        .filter(where)
        .filter(vm -> vm.ref().uuid().toString().startsWith(start))
        .toList();
  }

  private static boolean isUuid(Vm vm, String word) {
    return word.length() == UUID_LENGTH && vm.ref().uuid().toString().equalsIgnoreCase(word);
  }

  private static CommandException ambiguous(String word, List<Vm> candidates) {
    String list =
        candidates.stream()
            .limit(MOST_CANDIDATES)
            .map(vm -> "  " + place(vm) + "  " + vm.ref().uuid())
            .collect(Collectors.joining("\n"));
    String more =
        candidates.size() > MOST_CANDIDATES
            ? "\n  and " + (candidates.size() - MOST_CANDIDATES) + " more"
            : "";
    return new CommandException(
        ExitStatus.CONFLICT,
        "'" + Visible.line(word) + "' can mean several; say which:\n" + list + more);
  }

  private static String hint(String word, Stream<String> names) {
    List<String> near = Typed.near(word, names);
    return near.isEmpty()
        ? ""
        : " Did you mean "
            + near.stream()
                .map(name -> "'" + Visible.of(name) + "'")
                .collect(Collectors.joining(" or "))
            + "?";
  }
}
