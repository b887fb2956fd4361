package dev.pilothouse.tui.shell.call;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Visible;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that a host has beside its VMs, such as a network. People call it by its name, or by
 * {@code host/name} where several hosts have one of that name.
 */
public record Placed<T>(String host, String name, T thing) {
  /** {@code host/name}, visible. */
  public String place() {
    return Visible.of(host) + "/" + Visible.of(name);
  }

  /** How things of one kind are found and named. */
  public record Kind<T>(
      String word, String listVerb, Function<Inventory, List<T>> in, Function<T, String> name) {

    /** All in the fleet, by host and name. */
    public List<Placed<T>> all(Fleet fleet) {
      return fleet.hosts().stream()
          .map(Host::name)
          .flatMap(host -> on(fleet, host))
          .sorted(
              Comparator.comparing((Placed<T> placed) -> placed.host()).thenComparing(Placed::name))
          .toList();
    }

    private Stream<Placed<T>> on(Fleet fleet, String host) {
      return in.apply(fleet.inventory(host)).stream()
          .map(thing -> new Placed<>(host, name.apply(thing), thing));
    }

    /** In messages: with its host where there are several. */
    public String shown(Fleet fleet, Placed<T> placed) {
      return fleet.hosts().size() > 1 ? placed.place() : Visible.of(placed.name());
    }

    /**
     * The one that {@code typed} names.
     *
     * @throws CommandException NOT_FOUND, CONFLICT when it names several
     */
    public Placed<T> one(Fleet fleet, String typed) {
      List<Placed<T>> found = all(fleet).stream().filter(placed -> named(placed, typed)).toList();
      if (found.isEmpty()) {
        throw new CommandException(
            ExitStatus.NOT_FOUND,
            "There is no "
                + word
                + " '"
                + Visible.line(typed)
                + "'. '"
                + listVerb
                + "' shows all.");
      }
      if (found.size() > 1) {
        throw new CommandException(
            ExitStatus.CONFLICT,
            "'"
                + Visible.line(typed)
                + "' can mean several; say which:\n"
                + found.stream().map(p -> "  " + p.place()).collect(Collectors.joining("\n")));
      }
      return found.getFirst();
    }

    private static boolean named(Placed<?> placed, String typed) {
      return placed.name().equals(typed)
          || Visible.of(placed.name()).equals(typed)
          || (placed.host() + "/" + placed.name()).equals(typed)
          || placed.place().equals(typed);
    }
  }
}
