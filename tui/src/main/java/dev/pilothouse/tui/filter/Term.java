package dev.pilothouse.tui.filter;

import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.tui.filter.FleetFilter.Field;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** One term of a filter, ready to be asked of many VMs. */
record Term(Field field, boolean negated, Glob glob) {

  static Term parse(String word) throws MalformedFilterException {
    boolean negated = word.startsWith("!");
    String rest = negated ? word.substring(1) : word;
    int colon = rest.indexOf(':');
    Field field = colon < 0 ? Field.NAME : field(rest.substring(0, colon), word);
    String value = rest.substring(colon + 1);
    if (value.isEmpty()) {
      throw new MalformedFilterException(
          "'"
              + Visible.line(word)
              + "' says nothing to look for after '"
              + prefix(rest, colon, negated)
              + "'");
    }
    if (field == Field.STATE) {
      value = word(value);
      checkState(value, word);
    }
    return new Term(field, negated, glob(field, value));
  }

  private static String prefix(String rest, int colon, boolean negated) {
    return (negated ? "!" : "") + (colon < 0 ? "" : rest.substring(0, colon + 1));
  }

  private static Field field(String name, String term) throws MalformedFilterException {
    for (Field field : Field.values()) {
      if (field.word().equalsIgnoreCase(name)) {
        return field;
      }
    }
    throw new MalformedFilterException(
        "'"
            + Visible.line(term)
            + "' asks for '"
            + Visible.line(name)
            + ":', which is none of "
            + Arrays.stream(Field.values())
                .map(field -> field.word() + ":")
                .collect(Collectors.joining(" ")));
  }

  private static void checkState(String value, String term) throws MalformedFilterException {
    Glob glob = Glob.of(value);
    if (Arrays.stream(VmState.values()).noneMatch(state -> glob.matches(word(state.word())))) {
      throw new MalformedFilterException(
          "'"
              + Visible.line(term)
              + "' names no state; states are "
              + Arrays.stream(VmState.values())
                  .map(state -> state.word().replace(' ', '-'))
                  .collect(Collectors.joining(" ")));
    }
  }

  private static Glob glob(Field field, String value) {
    if (Glob.isPattern(value)) {
      return Glob.of(value);
    }
    return switch (field) {
      case NAME, OS, TITLE -> Glob.of("*" + value + "*");
      case UUID -> Glob.of(value + "*");
      case HOST, STATE, TAG, IP -> Glob.of(value);
    };
  }

  boolean holds(Vm vm) {
    return found(vm) != negated;
  }

  /** For terms about the host alone. */
  boolean holds(String host) {
    return shown(host) != negated;
  }

  private boolean found(Vm vm) {
    return switch (field) {
      case NAME -> shown(vm.name());
      case HOST -> shown(vm.host());
      case STATE -> glob.matches(word(vm.state().word()));
      case TAG -> vm.tags().stream().anyMatch(this::shown);
      case OS -> vm.os().known() && shown(vm.os().name());
      case IP -> hasAddress(vm);
      case UUID -> glob.matches(vm.ref().uuid().toString());
      case TITLE -> shown(vm.title());
    };
  }

  private boolean hasAddress(Vm vm) {
    for (Nic nic : vm.nics()) {
      for (IpAddress address : nic.addresses()) {
        if (glob.matches(address.address())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean shown(String text) {
    return glob.matches(text) || glob.matches(Visible.of(text));
  }

  /** State names without what people spell differently: shut off, shut-off, shutoff. */
  private static String word(String state) {
    return state.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
  }
}
