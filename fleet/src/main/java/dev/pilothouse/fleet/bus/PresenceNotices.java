package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.wire.Names;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the story of agents that fall silent and come back, which no agent can tell itself. Every
 * node sees it; the first to say so says it for all.
 */
final class PresenceNotices {
  private static final Duration CLAIM = Duration.ofSeconds(10);

  private final Bus bus;
  private final Notices notices;
  private final String node;
  private final Clock clock;
  private final Map<String, Presence> before = new HashMap<>();

  PresenceNotices(Bus bus, Notices notices, String node, Clock clock) {
    this.bus = bus;
    this.notices = notices;
    this.node = node;
    this.clock = clock;
  }

  /** Compares with the last look; on one thread. */
  void look(Fleet fleet) {
    for (Host host : fleet.hosts()) {
      Presence was = before.put(host.name(), host.presence());
      if (was != null && was != host.presence()) {
        story(host, was).ifPresent(this::tell);
      }
    }
  }

  private Optional<Notice> story(Host host, Presence was) {
    return switch (host.presence()) {
      case STALE ->
          Optional.of(
              notice(
                  host,
                  Notice.Severity.ALERT,
                  "its agent is silent; its VMs show as they were last known"));
      case ONLINE ->
          was == Presence.STALE
              ? Optional.of(notice(host, Notice.Severity.INFO, "its agent is heard again"))
              : Optional.empty();
      case OFFLINE -> Optional.empty(); // the agent says why before it goes
    };
  }

  private Notice notice(Host host, Notice.Severity severity, String what) {
    return new Notice(clock.instant(), severity, host.name(), null, "", what);
  }

  private void tell(Notice notice) {
    try {
      String claim = Names.presenceTold(notice.host(), notice.severity() == Notice.Severity.ALERT);
      if (bus.replace(claim, null, node, CLAIM)) {
        notices.publish(notice);
      }
    } catch (BusUnavailableException e) {
      // Without the bus every host is silent, and that is no news about hosts.
    }
  }
}
