package dev.pilothouse.fleet.operation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with a host's virtual networks. Those on one network run one after the other.
 */
public sealed interface NetworkOperation extends Operation {
  /** The network's name. */
  String network();

  @Override
  default Optional<Lane> lane() {
    return Optional.of(new Lane("net:" + network(), "this network"));
  }

  /** How guests of a network reach the world. */
  enum Mode {
    /** Behind the host's address. */
    NAT,
    /** By their own addresses, which others must have a route to. */
    ROUTE,
    /** Not at all; they see each other and the host. */
    ISOLATED,
    /** Through a bridge that the host has already; libvirt runs no DHCP server there. */
    BRIDGE
  }

  /**
   * virNetworkDefineXML, virNetworkSetAutostart and virNetworkCreate. Its result is the new UUID.
   *
   * @param bridge the host's bridge for {@link Mode#BRIDGE}; else a name for the new one, or null
   * @param address the host's own in it, as {@code 192.168.50.1/24}; null without one
   * @param dhcp the first and the last address to give out, as {@code 192.168.50.10-192.168.50.99};
   *     null for none
   * @param start whether it starts now, and with the host from now on
   */
  record CreateNetwork(
      String host,
      String network,
      Mode mode,
      @Nullable String bridge,
      @Nullable String address,
      @Nullable String dhcp,
      boolean start)
      implements NetworkOperation {
    @Override
    public Verb verb() {
      return Verb.NET_CREATE;
    }

    @Override
    public String sentence(String name) {
      return "Create the network "
          + name
          + " on "
          + host
          + (address == null ? "" : " with " + address)
          + (start ? ", and start it now and with the host." : ", without starting it.");
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new DeleteNetwork(host, network, start ? true : null));
    }
  }

  /** virNetworkCreate. */
  record StartNetwork(String host, String network) implements NetworkOperation {
    @Override
    public Verb verb() {
      return Verb.NET_START;
    }

    @Override
    public String sentence(String name) {
      return "Start the network " + name + " on " + host + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new StopNetwork(host, network));
    }
  }

  /** virNetworkDestroy: guests that are plugged into it lose it until it runs again. */
  record StopNetwork(String host, String network) implements NetworkOperation {
    @Override
    public Verb verb() {
      return Verb.NET_STOP;
    }

    @Override
    public String sentence(String name) {
      return "Stop the network " + name + " on " + host + "; guests that are plugged in lose it.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("guests that lost the network must be plugged in again");
    }
  }

  /**
   * virNetworkUndefine, of a network that no VM names. Its result is the XML that was.
   *
   * @param stop whether one that runs is stopped first, which else is refused
   */
  record DeleteNetwork(String host, String network, @Nullable Boolean stop)
      implements NetworkOperation {
    public DeleteNetwork(String host, String network) {
      this(host, network, null);
    }

    public boolean stops() {
      return stop != null && stop;
    }

    @Override
    public Verb verb() {
      return Verb.NET_DELETE;
    }

    @Override
    public String sentence(String name) {
      return (stops() ? "Stop the network " : "Delete the definition of the network ")
          + name
          + " on "
          + host
          + (stops() ? ", and delete its definition." : ".");
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("create it again; the operation's record keeps its XML");
    }
  }

  /** virNetworkSetAutostart. */
  record SetNetworkAutostart(String host, String network, boolean on) implements NetworkOperation {
    @Override
    public Verb verb() {
      return Verb.NET_AUTOSTART;
    }

    @Override
    public String sentence(String name) {
      return (on ? "Start" : "No longer start")
          + " the network "
          + name
          + " whenever "
          + host
          + " boots.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new SetNetworkAutostart(host, network, !on));
    }
  }
}
