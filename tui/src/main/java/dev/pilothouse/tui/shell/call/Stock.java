package dev.pilothouse.tui.shell.call;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.VolumeUse;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What people call pools ({@code pool}, {@code host/pool}) and volumes ({@code pool/volume}). */
public final class Stock {
  private final Fleet fleet;

  public Stock(Fleet fleet) {
    this.fleet = fleet;
  }

  /** A pool and where it is. */
  public record Place(String host, Pool pool) {}

  public List<Host> hosts() {
    return fleet.hosts().stream().sorted(Comparator.comparing(Host::name)).toList();
  }

  /** The pools of these hosts, by host and name. */
  public List<Place> pools(List<Host> of) {
    return of.stream()
        .flatMap(
            host ->
                fleet.inventory(host.name()).pools().stream()
                    .sorted(Comparator.comparing(Pool::name))
                    .map(pool -> new Place(host.name(), pool)))
        .toList();
  }

  /**
   * The one pool that {@code word} names.
   *
   * @throws CommandException NOT_FOUND, CONFLICT
   */
  public Place pool(String word) {
    List<Place> all = pools(hosts());
    List<Place> found =
        all.stream()
            .filter(place -> is(place.pool().name(), word) || is(name(place), word))
            .toList();
    return switch (found.size()) {
      case 0 ->
          throw new CommandException(
              ExitStatus.NOT_FOUND,
              "There is no pool '" + Visible.line(word) + "'. 'pool list' shows all.");
      case 1 -> found.getFirst();
      default ->
          throw new CommandException(
              ExitStatus.CONFLICT,
              "'"
                  + Visible.line(word)
                  + "' can mean several; say which:\n  "
                  + found.stream()
                      .map(p -> Visible.of(name(p)))
                      .collect(Collectors.joining("\n  ")));
    };
  }

  private static String name(Place place) {
    return place.host() + "/" + place.pool().name();
  }

  /** The pool of that name on that host. */
  public Pool pool(String host, String name) {
    return fleet
        .inventory(host)
        .pool(Typed.name(name))
        .orElseThrow(
            () ->
                new CommandException(
                    ExitStatus.NOT_FOUND,
                    "There is no pool '"
                        + Visible.line(name)
                        + "' on "
                        + Visible.of(host)
                        + ". 'pool list' shows all."));
  }

  /**
   * The one volume that {@code word} names: {@code pool/volume}, {@code host/pool/volume} or its
   * path.
   *
   * @param on only on this host; empty: on any
   * @throws CommandException NOT_FOUND, CONFLICT
   */
  public VolumeUse volume(String word, String on) {
    List<VolumeUse> found =
        hosts().stream()
            .filter(host -> on.isEmpty() || host.name().equals(on))
            .flatMap(host -> VolumeUse.of(fleet, host.name()).stream())
            .filter(
                use ->
                    is(use.name(), word)
                        || is(use.host() + "/" + use.name(), word)
                        || is(use.volume().path(), word))
            .toList();
    return switch (found.size()) {
      case 0 ->
          throw new CommandException(
              ExitStatus.NOT_FOUND,
              "There is no volume '"
                  + Visible.line(word)
                  + "'; name it as pool/volume. 'disk list --unused' and 'pool show' list volumes,"
                  + " 'pool refresh' finds new ones.");
      case 1 -> found.getFirst();
      default ->
          throw new CommandException(
              ExitStatus.CONFLICT,
              "'"
                  + Visible.line(word)
                  + "' can mean several; say which:\n  "
                  + found.stream()
                      .map(use -> Visible.of(use.host() + "/" + use.name()))
                      .collect(Collectors.joining("\n  ")));
    };
  }

  private static boolean is(String name, String word) {
    return name.equals(word) || name.equals(Typed.name(word)) || Visible.of(name).equals(word);
  }

  /** In messages: with its host where there are several. */
  public String shown(String host, String name) {
    return (fleet.hosts().size() > 1 ? Visible.of(host) + "/" : "") + Visible.of(name);
  }
}
