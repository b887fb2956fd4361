package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Presence;
import java.time.Duration;
import java.time.Instant;

/** How far a feed is with one host. Used on the feed's thread only. */
final class HostTrack {
  // The picture's time is by the agent's clock: near enough tells "just now" from "long dead".
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final String host;
  private String epoch = "";
  private long seq;
  private long heard;

  HostTrack(String host) {
    this.host = host;
  }

  /** Where news stands against what is known. */
  enum Place {
    /** Known already. */
    LATE,
    NEXT,
    /** Something before it was missed. */
    GAP
  }

  String host() {
    return host;
  }

  Place place(HostNews news) {
    if (!news.epoch().equals(epoch)) {
      return Place.GAP;
    }
    if (news.seq() <= seq) {
      return Place.LATE;
    }
    return news.seq() == seq + 1 && !news.reread() ? Place.NEXT : Place.GAP;
  }

  void at(String newEpoch, long newSeq) {
    epoch = newEpoch;
    seq = newSeq;
  }

  void heard(long nanos) {
    heard = nanos;
  }

  /** For how many nanoseconds it has been silent. */
  long silent(long nanos) {
    return nanos - heard;
  }

  boolean online(Fleet fleet) {
    Host known = fleet.host(host);
    return known != null && known.presence() == Presence.ONLINE;
  }

  /** A stale host that is heard again is back, whatever it said. */
  Fleet awake(Fleet fleet) {
    Host known = fleet.host(host);
    if (known == null || known.presence() != Presence.STALE) {
      return fleet;
    }
    Presence now = known.facts().libvirtReachable() ? Presence.ONLINE : Presence.OFFLINE;
    return fleet.apply(new FleetEvent.PresenceChanged(host, now));
  }

  /** The fleet with this host as its picture shows it. */
  Fleet take(HostPicture picture, Fleet fleet, Instant now, long nanos) {
    HostNews.Head head = picture.head();
    boolean first = epoch.isEmpty();
    boolean alive =
        first
            ? Duration.between(head.at(), now).abs().compareTo(FRESH) < 0
            : !head.epoch().equals(epoch) || head.seq() > seq;
    Host before = fleet.host(host);
    at(head.epoch(), head.seq());
    if (alive) {
      heard(nanos);
    }
    Fleet next =
        fleet
            .apply(new FleetEvent.VmsListed(host, picture.vms()))
            .apply(new FleetEvent.InventoryReported(host, picture.inventory()));
    if (head.facts() == null) {
      return next;
    }
    Instant at = alive ? now : before == null ? head.at() : before.lastHeard();
    next = next.apply(new FleetEvent.HostReported(host, head.facts(), at));
    if (head.goodbye()) {
      return next.apply(new FleetEvent.PresenceChanged(host, Presence.OFFLINE));
    }
    return alive
        ? next
        : next.apply(
            new FleetEvent.PresenceChanged(
                host, before == null ? Presence.STALE : before.presence()));
  }
}
