package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.Names;
import dev.pilothouse.fleet.wire.WireException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's {@link Fleet} true: applies what agents ring, in sequence, and reads a host's
 * picture where rings were missed. All of it happens on one thread, the feed's.
 *
 * <p>A host that is silent is STALE, also when the silence is this node's own fault: what it shows
 * is as old either way. That Redis is the reason says {@link ControlRoom#connected()}.
 */
final class FleetFeed {
  /** With agents' beats a second apart, one may be lost; staleness still shows within 3 s. */
  static final Duration SILENCE = Duration.ofMillis(2_700);

  private static final Logger LOG = LoggerFactory.getLogger(FleetFeed.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Bus bus;
  private final Codec codec;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Chores thread;
  private final Listeners<Boolean> doorbell;
  private final CompletableFuture<Void> synced = new CompletableFuture<>();
  private final Map<String, HostTrack> tracks = new HashMap<>();
  private volatile Fleet fleet = Fleet.empty();
  private boolean checkDue;
  private boolean retryDue;

  /**
   * @param clock tells when hosts were last heard
   * @param nanos a monotonic clock that tells silence
   * @param thread the feed's own single thread
   * @param listeners where doorbells ring
   */
  FleetFeed(
      Bus bus, Codec codec, Clock clock, LongSupplier nanos, Chores thread, Executor listeners) {
    this.bus = bus;
    this.codec = codec;
    this.clock = clock;
    this.nanos = nanos;
    this.thread = thread;
    this.doorbell = new Listeners<>(listeners, 1);
  }

  Fleet fleet() {
    return fleet;
  }

  CompletableFuture<Void> synced() {
    return synced;
  }

  Subscription listen(Runnable listener) {
    return doorbell.add(rung -> listener.run());
  }

  /** Reads everything again; what is known stays until then. */
  void sync() {
    try {
      Set<String> hosts = bus.readMap(Names.HOSTS).keySet();
      for (String host : hosts) {
        read(track(host));
      }
      for (String host : new HashSet<>(tracks.keySet())) {
        if (!hosts.contains(host)) {
          forget(host);
        }
      }
      synced.complete(null);
    } catch (BusUnavailableException e) {
      retrySoon();
    }
  }

  void rung(String json) {
    HostNews news;
    try {
      news = codec.read(HostNews.class, json);
    } catch (WireException e) {
      // The next one then shows a gap, and the picture tells.
      LOG.warn("a host's news cannot be read: {}", e.getMessage());
      return;
    }
    HostTrack track = track(news.host());
    switch (track.place(news)) {
      case LATE -> {}
      case NEXT -> {
        track.at(news.epoch(), news.seq());
        track.heard(nanos.getAsLong());
        Fleet next = fleet;
        for (FleetEvent event : news.events()) {
          next = next.apply(asHeardHere(event));
        }
        become(track.awake(next));
      }
      case GAP -> {
        try {
          read(track);
        } catch (BusUnavailableException e) {
          retrySoon();
        }
      }
    }
  }

  private void read(HostTrack track) {
    HostPicture picture = HostPicture.read(bus, codec, track.host());
    if (picture != null) {
      become(track.take(picture, fleet, clock.instant(), nanos.getAsLong()));
    } else if (!HostRegister.knows(bus, track.host())) {
      forget(track.host());
    }
  }

  private void forget(String host) {
    tracks.remove(host);
    become(fleet.apply(new FleetEvent.HostForgotten(host)));
  }

  /** The agent's clock may differ; how old a host's news is, this node's clock tells. */
  private FleetEvent asHeardHere(FleetEvent event) {
    return event instanceof FleetEvent.HostReported reported
        ? new FleetEvent.HostReported(reported.host(), reported.facts(), clock.instant())
        : event;
  }

  /** Marks hosts that are silent for too long; asks for the next check when one may be due. */
  private void check() {
    checkDue = false;
    Fleet next = fleet;
    for (HostTrack track : tracks.values()) {
      Host host = next.host(track.host());
      if (host != null
          && host.presence() == Presence.ONLINE
          && track.silent(nanos.getAsLong()) >= SILENCE.toNanos()) {
        next = next.apply(new FleetEvent.PresenceChanged(track.host(), Presence.STALE));
      }
    }
    become(next);
  }

  private void become(Fleet next) {
    if (next != fleet) {
      fleet = next;
      doorbell.tell(true);
    }
    if (!checkDue) {
      tracks.values().stream()
          .filter(track -> track.online(fleet))
          .mapToLong(track -> track.silent(nanos.getAsLong()))
          .max()
          .ifPresent(
              longest -> {
                checkDue = true;
                thread.after(SILENCE.minusNanos(longest), this::check);
              });
    }
  }

  private void retrySoon() {
    if (!retryDue) {
      retryDue = true;
      thread.after(
          RETRY,
          () -> {
            retryDue = false;
            sync();
          });
    }
  }

  private HostTrack track(String host) {
    return tracks.computeIfAbsent(host, HostTrack::new);
  }
}
