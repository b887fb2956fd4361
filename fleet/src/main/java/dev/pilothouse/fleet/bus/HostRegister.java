package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.Names;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of the fleet as the bus keeps them; an agent puts its own in, a person takes it out.
 */
final class HostRegister {
  /** No agent has it, so every feed looks at the picture, and finds none. */
  private static final String NO_EPOCH = "forgotten";

  private final Bus bus;
  private final Codec codec;
  private final Notices notices;
  private final Clock clock;

  HostRegister(Bus bus, Codec codec, Notices notices, Clock clock) {
    this.bus = bus;
    this.codec = codec;
    this.notices = notices;
    this.clock = clock;
  }

  /** Whether the bus knows it, from when its agent first spoke until a person has it forgotten. */
  static boolean knows(Bus bus, String host) {
    return bus.readMap(Names.HOSTS).containsKey(host);
  }

  /**
   * The pin of its agent's key, as that told it.
   *
   * @throws OperationException NOT_FOUND, UNSUPPORTED (an older agent), BUS_LOST
   */
  String pin(String host) {
    String pin;
    try {
      pin = bus.readMap(Names.HOSTS).get(host);
    } catch (BusUnavailableException e) {
      throw new OperationException(
          new Failure(ErrorCode.BUS_LOST, "Redis cannot be reached; nothing was done."), e);
    }
    if (pin == null) {
      throw unknown(host);
    }
    if (pin.isEmpty()) {
      throw new OperationException(
          new Failure(
              ErrorCode.UNSUPPORTED,
              "The agent of " + host + " cannot take a stream.",
              "Update the agent on that host."));
    }
    return pin;
  }

  private static OperationException unknown(String host) {
    return new OperationException(
        new Failure(
            ErrorCode.NOT_FOUND,
            "There is no host " + host + " in this fleet.",
            "Check the name with 'host list'."));
  }

  /**
   * Takes a host out of the fleet.
   *
   * @param known as this node knows it
   */
  void forget(String host, @Nullable Host known, Principal who) {
    if (!who.may(Permission.DELETE)) {
      throw new OperationException(
          ErrorCode.DENIED, who.name() + " may not take hosts out of the fleet.");
    }
    try {
      if (!knows(bus, host)) {
        throw unknown(host);
      }
      Map<String, String> picture = bus.readMap(Names.picture(host));
      if (known != null && heard(known) && !saidGoodbye(picture)) {
        throw new OperationException(
            new Failure(
                ErrorCode.WRONG_STATE,
                "The agent of " + host + " still reports, so the host would be back at once.",
                "Stop the agent on that host first."));
      }
      bus.updateMap(Names.HOSTS, Map.of(), Set.of(host));
      bus.updateMap(Names.picture(host), Map.of(), picture.keySet());
      bus.publish(
          Names.FLEET_TOPIC,
          codec.write(HostNews.class, new HostNews(host, NO_EPOCH, 0, true, List.of())));
    } catch (BusUnavailableException e) {
      throw new OperationException(
          new Failure(
              ErrorCode.BUS_LOST, "Redis cannot be reached; the host may be forgotten or not."),
          e);
    }
    notices.publish(
        new Notice(
            clock.instant(),
            Notice.Severity.WARNING,
            host,
            null,
            "",
            who.name() + " took the host out of the fleet"));
  }

  private boolean heard(Host known) {
    Duration silent = Duration.between(known.lastHeard(), clock.instant());
    return silent.compareTo(FleetFeed.SILENCE) < 0;
  }

  private boolean saidGoodbye(Map<String, String> picture) {
    String head = picture.get(HostNews.HEAD);
    return head == null || codec.read(HostNews.Head.class, head).goodbye();
  }
}
