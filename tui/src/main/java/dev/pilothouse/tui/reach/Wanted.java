package dev.pilothouse.tui.reach;

import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ReachOperation;
import dev.pilothouse.fleet.operation.ReachOperation.Display;
import dev.pilothouse.fleet.operation.StreamOffer;
import dev.pilothouse.fleet.operation.Verb;
import java.util.Locale;

/** What of a VM a person wants to reach. */
sealed interface Wanted {
  /** The name of the VM, in any of its forms. */
  String name();

  Verb verb();

  ReachOperation operation(VmRef vm, StreamOffer offer);

  /** For people, of a VM that is shown as {@code vm}. */
  String of(String vm);

  /**
   * Reads a host and port as SSH clients send them: {@code web01.vnc} and {@code web01.spice} with
   * any port are displays, anything else is a port of the guest.
   */
  static Wanted read(String host, int port) {
    for (Display display : Display.values()) {
      String end = "." + display.type();
      if (host.length() > end.length() && host.toLowerCase(Locale.ROOT).endsWith(end)) {
        return new OfDisplay(host.substring(0, host.length() - end.length()), display);
      }
    }
    return new OfPort(host, port);
  }

  /** Its display. */
  record OfDisplay(String name, Display display) implements Wanted {
    @Override
    public Verb verb() {
      return Verb.OPEN_DISPLAY;
    }

    @Override
    public ReachOperation operation(VmRef vm, StreamOffer offer) {
      return new ReachOperation.OpenDisplay(vm, display, offer);
    }

    @Override
    public String of(String vm) {
      return display.type() + " of " + vm;
    }
  }

  /** A TCP port of its guest. */
  record OfPort(String name, int port) implements Wanted {
    @Override
    public Verb verb() {
      return Verb.OPEN_PORT;
    }

    @Override
    public ReachOperation operation(VmRef vm, StreamOffer offer) {
      return new ReachOperation.OpenPort(vm, port, offer);
    }

    @Override
    public String of(String vm) {
      return "port " + port + " of " + vm;
    }
  }
}
