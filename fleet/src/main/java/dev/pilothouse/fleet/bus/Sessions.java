package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.Names;
import dev.pilothouse.fleet.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is logged in: one record each, which vanishes unless its node renews it. */
final class Sessions {
  static final Duration RENEW = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final Duration KEEP = RENEW.multipliedBy(3);

  private final Bus bus;
  private final Codec codec;
  private final Map<String, SessionInfo> own = new ConcurrentHashMap<>();

  Sessions(Bus bus, Codec codec) {
    this.bus = bus;
    this.codec = codec;
  }

  List<SessionInfo> all() {
    Map<String, String> keys = new HashMap<>();
    bus.readMap(Names.SESSIONS).keySet().forEach(id -> keys.put(Names.session(id), id));
    Map<String, String> live = bus.readAll(keys.keySet());
    List<SessionInfo> sessions = new ArrayList<>();
    for (String json : live.values()) {
      try {
        sessions.add(codec.read(SessionInfo.class, json));
      } catch (WireException e) {
        LOG.warn("a session cannot be read: {}", e.getMessage());
      }
    }
    forget(keys, live.keySet());
    sessions.sort(Comparator.comparing(SessionInfo::since).thenComparing(SessionInfo::id));
    return List.copyOf(sessions);
  }

  Subscription register(SessionInfo session) {
    own.put(session.id(), session);
    try {
      renew(session);
    } catch (BusUnavailableException e) {
      LOG.debug("a session will show when the bus is back", e);
    }
    return () -> unregister(session.id());
  }

  /** To be called every {@link #RENEW}. */
  void renew() {
    own.values().forEach(this::renew);
  }

  void close() {
    own.keySet().forEach(this::unregister);
  }

  private void renew(SessionInfo session) {
    // First the record: whoever finds an id without one takes it for dead.
    String key = Names.session(session.id());
    String json = codec.write(SessionInfo.class, session);
    String before = bus.read(key);
    if (before == null || Objects.equals(before, json)) {
      bus.replace(key, before, json, KEEP);
    }
    bus.updateMap(Names.SESSIONS, Map.of(session.id(), ""), Set.of());
  }

  private void unregister(String id) {
    if (own.remove(id) == null) {
      return;
    }
    try {
      bus.updateMap(Names.SESSIONS, Map.of(), Set.of(id));
      bus.remove(Names.session(id));
    } catch (BusUnavailableException e) {
      LOG.debug("a session will vanish by itself", e);
    }
  }

  /** Ids whose records are gone belong to nodes that died. */
  private void forget(Map<String, String> keys, Set<String> live) {
    Set<String> dead = new HashSet<>();
    keys.forEach(
        (key, id) -> {
          if (!live.contains(key)) {
            dead.add(id);
          }
        });
    if (!dead.isEmpty()) {
      bus.updateMap(Names.SESSIONS, Map.of(), dead);
    }
  }
}
