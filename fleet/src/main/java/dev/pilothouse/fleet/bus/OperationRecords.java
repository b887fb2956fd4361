package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.Names;
import dev.pilothouse.fleet.wire.WireException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of operations on the bus: changed by comparing, so that no change is overwritten. */
final class OperationRecords {
  private static final Logger LOG = LoggerFactory.getLogger(OperationRecords.class);

  // What only read is of no interest later and may be large.
  private static final Duration KEEP_READS = Duration.ofHours(1);
  private static final Duration KEEP = Duration.ofDays(30);

  private final Bus bus;
  private final Codec codec;

  OperationRecords(Bus bus, Codec codec) {
    this.bus = bus;
    this.codec = codec;
  }

  @Nullable Stored read(long number) {
    String json = bus.read(Names.operation(number));
    return json == null ? null : codec.read(Stored.class, json);
  }

  /** Those of {@code numbers} that exist and can be read, by number. */
  Map<Long, Stored> read(Set<Long> numbers) {
    Set<String> keys = new HashSet<>();
    numbers.forEach(number -> keys.add(Names.operation(number)));
    Map<Long, Stored> found = new HashMap<>();
    for (String json : bus.readAll(keys).values()) {
      try {
        Stored stored = codec.read(Stored.class, json);
        found.put(stored.record().number(), stored);
      } catch (WireException e) {
        LOG.warn("the record of an operation cannot be read: {}", e.getMessage());
      }
    }
    return found;
  }

  /** False when there is one with that number already: the bus lost its counter's last steps. */
  boolean create(OperationRecord record) {
    String json = codec.write(Stored.class, new Stored(1, record));
    if (!bus.replace(Names.operation(record.number()), null, json, keep(record))) {
      return false;
    }
    ring(json);
    return true;
  }

  /**
   * Changes a record and rings everybody who watches.
   *
   * @param change answers its argument itself when there is nothing to change; may be asked again
   * @return the record as it is then, or null when there is none
   */
  @Nullable Stored change(long number, UnaryOperator<OperationRecord> change) {
    String key = Names.operation(number);
    while (true) {
      String before = bus.read(key);
      if (before == null) {
        return null;
      }
      Stored stored = codec.read(Stored.class, before);
      OperationRecord next = change.apply(stored.record());
      if (Objects.equals(next, stored.record())) {
        return stored;
      }
      Stored changed = new Stored(stored.version() + 1, next);
      String after = codec.write(Stored.class, changed);
      if (bus.replace(key, before, after, keep(next))) {
        ring(after);
        return changed;
      }
    }
  }

  /** A ring that is lost only delays: the record tells. */
  private void ring(String json) {
    try {
      bus.publish(Names.OPERATION_TOPIC, json);
    } catch (BusUnavailableException e) {
      LOG.debug("a ring was lost", e);
    }
  }

  private static Duration keep(OperationRecord record) {
    return record.operation().verb().risk() == Verb.Risk.READS ? KEEP_READS : KEEP;
  }
}
