package dev.pilothouse.tui.shell.call;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNic;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What people call a network interface of a VM: its MAC address or the end of it, its target such
 * as {@code vnet3}, or its number in the list.
 */
public final class NicWord {
  private NicWord() {}

  /**
   * @throws CommandException NOT_FOUND, CONFLICT when it names several
   */
  public static VmNic one(Vm vm, String word) {
    List<VmNic> all = VmNic.of(vm);
    List<VmNic> found = all.stream().filter(nic -> exactly(nic, word)).toList();
    if (found.isEmpty()) {
      found = all.stream().filter(nic -> endsWith(nic, word)).toList();
    }
    if (found.isEmpty()) {
      throw new CommandException(
          ExitStatus.NOT_FOUND,
          Visible.of(vm.name())
              + " has no NIC '"
              + Visible.line(word)
              + "'."
              + (all.isEmpty() ? " It has none at all." : " Its NICs:\n" + lines(all)));
    }
    if (found.size() > 1) {
      throw new CommandException(
          ExitStatus.CONFLICT,
          "'" + Visible.line(word) + "' can mean several; say which:\n" + lines(found));
    }
    return found.getFirst();
  }

  private static boolean exactly(VmNic nic, String word) {
    String target = nic.shown().target();
    return nic.shown().mac().equals(word.toLowerCase(Locale.ROOT))
        || (target != null && !target.isEmpty() && target.equals(word))
        || Integer.toString(nic.number()).equals(word);
  }

  private static boolean endsWith(VmNic nic, String word) {
    String end = word.toLowerCase(Locale.ROOT);
    return end.length() > 2 && end.indexOf(':') >= 0 && nic.shown().mac().endsWith(end);
  }

  private static String lines(List<VmNic> nics) {
    return nics.stream()
        .map(
            nic ->
                Visible.line(
                    "  "
                        + nic.number()
                        + "  "
                        + nic.shown().mac()
                        + "  "
                        + nic.shown().network()
                        + (nic.shown().target() == null ? "" : "  " + nic.shown().target())))
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
  }
}
