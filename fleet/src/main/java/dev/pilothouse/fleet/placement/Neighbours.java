package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Vm;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which VMs are to be together, and which never. VMs with the same tag {@code apart:NAME} are never
 * placed on one host, whether they run or not; those with the same tag {@code with:NAME} are placed
 * on one when there is a host that fits.
 */
final class Neighbours {
  private static final String APART = "apart:";
  private static final String WITH = "with:";

  private Neighbours() {}

  /** Why it may not be there, after {@code it}; empty when it may. */
  static String forbidden(Fleet fleet, String host, Need need, Taken taken) {
    return shared(fleet, host, need, taken, APART)
        .map(found -> "it has " + found.vm.name() + ", to be kept apart (" + found.tag + ")")
        .orElse("");
  }

  /**
   * A VM that it is to be with, such as {@code web01, to be with it (with:web)}; empty for none.
   */
  static String wanted(Fleet fleet, String host, Need need, Taken taken) {
    return shared(fleet, host, need, taken, WITH)
        .map(found -> found.vm.name() + ", to be with it (" + found.tag + ")")
        .orElse("");
  }

  private record Found(Vm vm, String tag) {}

  private static Optional<Found> shared(
      Fleet fleet, String host, Need need, Taken taken, String kind) {
    List<String> tags = need.tags().stream().filter(tag -> tag.startsWith(kind)).toList();
    if (tags.isEmpty()) {
      return Optional.empty();
    }
    Vm self = need.vm();
    UUID own = self == null ? null : self.ref().uuid();
    return fleet.hosts().stream()
        .map(Host::name)
        .flatMap(each -> fleet.vms(each).stream())
        .filter(vm -> !vm.ref().uuid().equals(own))
        .filter(vm -> taken.moved().getOrDefault(vm.ref().uuid(), vm.host()).equals(host))
        .sorted(Comparator.comparing(Vm::name))
        .flatMap(vm -> tags.stream().filter(vm.tags()::contains).map(tag -> new Found(vm, tag)))
        .findFirst();
  }
}
