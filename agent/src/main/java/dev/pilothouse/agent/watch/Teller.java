package dev.pilothouse.agent.watch;

import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Notice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the bus, also when it comes and goes: what could not be told is told as a whole picture
 * later, and the last notices are kept. Lives on the watch's thread.
 */
final class Teller {
  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
  private static final int NOTICES_KEPT = 200;

  private final AgentLine line;
  private final Picture picture;
  private final Deque<Notice> unsent = new ArrayDeque<>();
  private boolean behind;

  Teller(AgentLine line, Picture picture) {
    this.line = line;
    this.picture = picture;
  }

  void tell(List<FleetEvent> events) {
    if (behind) {
      again();
    } else if (!events.isEmpty()) {
      publish(events);
    }
  }

  void tell(Notice notice) {
    if (unsent.size() == NOTICES_KEPT) {
      unsent.removeFirst();
    }
    unsent.addLast(notice);
    flush();
  }

  /** The bus may be back: repeats the picture, then the notices that wait. */
  void again() {
    if (picture.whole()) {
      publish(picture.all());
    }
    flush();
  }

  private void publish(List<FleetEvent> events) {
    try {
      line.publish(events);
      behind = false;
    } catch (BusUnavailableException e) {
      LOG.debug("the bus is away; the whole picture follows later", e);
      behind = true;
    }
  }

  private void flush() {
    try {
      while (!unsent.isEmpty()) {
        line.publish(unsent.getFirst());
        unsent.removeFirst();
      }
    } catch (BusUnavailableException e) {
      LOG.debug("the bus is away; {} notices wait", unsent.size(), e);
    }
  }
}
