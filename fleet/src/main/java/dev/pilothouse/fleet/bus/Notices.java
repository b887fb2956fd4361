package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.Names;
import dev.pilothouse.fleet.wire.WireException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fleet's story: a log that keeps the newest notices, and a topic that rings each once. */
final class Notices {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final int LOG_LENGTH = 5_000;
  private static final int WAITING = 200;
  private static final int REMEMBERED = 1_000;

  private final Bus bus;
  private final Codec codec;
  private final Listeners<Notice> listeners;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final LinkedHashSet<UUID> told = new LinkedHashSet<>();

  /** The id tells a repeated ring from an event that happened again. */
  record Entry(UUID id, Notice notice) {}

  Notices(Bus bus, Codec codec, Executor executor) {
    this.bus = bus;
    this.codec = codec;
    this.listeners = new Listeners<>(executor, REMEMBERED);
  }

  Subscription listen(Consumer<Notice> listener) {
    return listeners.add(listener);
  }

  List<Notice> newest(int most) {
    return entries(most).stream().map(Entry::notice).toList();
  }

  /** Appends and rings; keeps the newest few for later when the bus is away. */
  synchronized void publish(Notice notice) {
    waiting.addLast(new Entry(UUID.randomUUID(), notice));
    if (waiting.size() > WAITING) {
      waiting.removeFirst();
    }
    flush();
  }

  synchronized void flush() {
    try {
      while (!waiting.isEmpty()) {
        String json = codec.write(Entry.class, waiting.getFirst());
        bus.append(Names.NOTICE_LOG, json, LOG_LENGTH);
        waiting.removeFirst();
        bus.publish(Names.NOTICE_TOPIC, json);
      }
    } catch (BusUnavailableException e) {
      LOG.debug("notices wait for the bus", e);
    }
  }

  synchronized void rung(String json) {
    read(json).ifPresent(this::tell);
  }

  /** Marks what is in the log already as told: a node that starts does not ring old news. */
  synchronized void skipOld() {
    entries(REMEMBERED).forEach(entry -> remember(entry.id()));
  }

  /** Tells what was rung while this node could not hear. */
  synchronized void catchUp() {
    entries(REMEMBERED / 2).forEach(this::tell);
  }

  private void tell(Entry entry) {
    if (remember(entry.id())) {
      listeners.tell(entry.notice());
    }
  }

  private boolean remember(UUID id) {
    boolean unheard = told.add(id);
    if (told.size() > REMEMBERED) {
      told.removeFirst();
    }
    return unheard;
  }

  private List<Entry> entries(int most) {
    List<Entry> entries = new ArrayList<>();
    bus.tail(Names.NOTICE_LOG, most).forEach(json -> read(json).ifPresent(entries::add));
    return entries;
  }

  private Optional<Entry> read(String json) {
    try {
      return Optional.of(codec.read(Entry.class, json));
    } catch (WireException e) {
      LOG.warn("a notice cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
