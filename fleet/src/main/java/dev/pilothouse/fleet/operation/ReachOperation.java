package dev.pilothouse.fleet.operation;

import dev.pilothouse.fleet.model.VmRef;
import java.util.Optional;

/**
 * Bytes to and from what a running VM offers. The agent connects to it, then takes the stream and
 * carries the bytes; the operation ends when both stand, and the connection lives on until one side
 * ends it or the VM stops.
 */
public sealed interface ReachOperation extends Operation.OnVm {
  StreamOffer offer();

  @Override
  default Inverse inverse() {
    return new Inverse.None("it only carries bytes; close the connection instead");
  }

  /** A connection that is wanted now waits for nothing else. */
  @Override
  default Optional<Lane> lane() {
    return Optional.empty();
  }

  /** The protocol of a display, as libvirt's {@code <graphics type=...>} calls it. */
  enum Display {
    VNC("vnc", "VNC"),
    SPICE("spice", "SPICE");

    private final String type;
    private final String title;

    Display(String type, String title) {
      this.type = type;
      this.title = title;
    }

    /** libvirt's word. */
    public String type() {
      return type;
    }

    /** For people. */
    public String title() {
      return title;
    }
  }

  /** virDomainOpenGraphicsFD: one connection to a VM's display. */
  record OpenDisplay(VmRef vm, Display display, StreamOffer offer) implements ReachOperation {
    @Override
    public Verb verb() {
      return Verb.OPEN_DISPLAY;
    }

    @Override
    public String sentence(String name) {
      return "Open the " + display.title() + " display of " + name + ".";
    }

    @Override
    public Operation forTheRecord() {
      return new OpenDisplay(vm, display, StreamOffer.NONE);
    }
  }

  /**
   * One TCP connection to a port of the guest, from its host.
   *
   * @param port 1 to 65535
   */
  record OpenPort(VmRef vm, int port, StreamOffer offer) implements ReachOperation {
    @Override
    public Verb verb() {
      return Verb.OPEN_PORT;
    }

    @Override
    public String sentence(String name) {
      return "Connect to TCP port " + port + " of " + name + ".";
    }

    @Override
    public Operation forTheRecord() {
      return new OpenPort(vm, port, StreamOffer.NONE);
    }
  }
}
