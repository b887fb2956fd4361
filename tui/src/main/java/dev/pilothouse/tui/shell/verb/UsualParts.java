package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;

/** Which pool and network a new VM gets, said or not. */
final class UsualParts {
  static final String NONE = "none";

  private UsualParts() {}

  /**
   * @param given empty when it was not said
   * @throws CommandException NOT_FOUND when there is none to choose
   */
  static String pool(Inventory inventory, String host, String given) {
    if (!given.isEmpty()) {
      return given;
    }
    return inventory
        .usualPool()
        .map(Pool::name)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitStatus.NOT_FOUND,
                    "There is no active storage pool on "
                        + Visible.of(host)
                        + ". Make one first: pool create default --path /var/lib/libvirt/images"
                        + " --host "
                        + Visible.of(host)));
  }

  /** Empty for no interface, which is also what a host without networks leaves. */
  static String network(Inventory inventory, String given) {
    return given.isEmpty()
        ? inventory.usualNetwork().map(VirtualNetwork::name).orElse("")
        : named(given);
  }

  static String named(String network) {
    return network.equals(NONE) ? "" : network;
  }

  /** A warning for whoever did not ask for that. */
  static String noNetwork(String host) {
    return "No network runs on "
        + Visible.of(host)
        + ", so the VM gets no NIC and nobody reaches it. Make one with 'net create' or start one"
        + " with 'net start' first, or give the VM a NIC later with 'nic add'.";
  }
}
