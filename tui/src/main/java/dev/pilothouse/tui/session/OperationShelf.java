package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.OperationRecord;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The operations that screens can show: the newest, and of the older ones those that have not ended
 * and those that empty a host which is in maintenance. How far an operation is waits for {@link
 * #show}, so that many that move cost one picture. Thread-safe.
 */
final class OperationShelf {
  private final int most;

  // Guarded by this.
  private final TreeMap<Long, OperationRecord> known = new TreeMap<>(Comparator.reverseOrder());
  private final Map<Long, OperationRecord> further = new HashMap<>();

  private volatile List<OperationRecord> newestFirst = List.of();

  /**
   * @param most how many of the newest are kept in any case
   */
  OperationShelf(int most) {
    this.most = most;
  }

  /** As of the last change of a state, or the last {@link #show}. */
  List<OperationRecord> newestFirst() {
    return newestFirst;
  }

  /**
   * Takes one in.
   *
   * @return whether more than its progress is new, so that it is in the list already
   */
  synchronized boolean heard(OperationRecord record, Fleet fleet) {
    OperationRecord before = known.get(record.number());
    if (before != null && before.history().size() > record.history().size()) {
      return false; // it comes late
    }
    if (before != null
        && before.history().size() == record.history().size()
        && before.cancelRequested() == record.cancelRequested()) {
      further.put(record.number(), record);
      return false;
    }
    put(record);
    further.remove(record.number());
    relist(fleet);
    return true;
  }

  /** Takes those in that were read. */
  synchronized void read(List<OperationRecord> records, Fleet fleet) {
    records.forEach(this::put);
    relist(fleet);
  }

  /**
   * Shows how far the operations are by now.
   *
   * @return whether that is anything new
   */
  synchronized boolean show(Fleet fleet) {
    if (further.isEmpty()) {
      return false;
    }
    further.values().forEach(this::put);
    further.clear();
    relist(fleet);
    return true;
  }

  private void put(OperationRecord record) {
    known.merge(
        record.number(), record, (a, b) -> b.history().size() >= a.history().size() ? b : a);
  }

  private void relist(Fleet fleet) {
    if (known.size() > most) {
      Set<String> batches = batches(fleet);
      long oldest = known.keySet().stream().skip(most - 1L).findFirst().orElse(0L);
      known
          .tailMap(oldest, false)
          .values()
          .removeIf(record -> record.state().terminal() && !batches.contains(batch(record)));
    }
    newestFirst = List.copyOf(known.values());
  }

  /** What it is part of; that which began a batch gave it its number. */
  private static String batch(OperationRecord record) {
    return record.operation() instanceof MigrateVm migrate
        ? migrate.batch()
        : Long.toString(record.number());
  }

  private static Set<String> batches(Fleet fleet) {
    Set<String> batches = new HashSet<>();
    for (Host host : fleet.hosts()) {
      HostTerms.Maintenance maintenance = maintenance(host);
      if (maintenance != null) {
        batches.add(Long.toString(maintenance.operation()));
      }
    }
    return batches;
  }

  private static HostTerms.@Nullable Maintenance maintenance(Host host) {
    HostTerms terms = host.facts().terms();
    return terms == null ? null : terms.maintenance();
  }

  /** The newest version that is known of a record. */
  synchronized OperationRecord newest(OperationRecord record) {
    OperationRecord before = known.get(record.number());
    return before == null || before.history().size() < record.history().size() ? record : before;
  }

  /**
   * How many of the newest must be read so that all are there that empty a host; empty when they
   * are.
   */
  synchronized OptionalLong missing(Fleet fleet) {
    OptionalLong first =
        fleet.hosts().stream()
            .map(OperationShelf::maintenance)
            .filter(maintenance -> maintenance != null)
            .mapToLong(HostTerms.Maintenance::operation)
            .min();
    boolean there =
        first.isEmpty()
            || known.isEmpty()
            || known.size() < most
            || known.containsKey(first.getAsLong());
    return there ? OptionalLong.empty() : OptionalLong.of(known.firstKey() - first.getAsLong() + 1);
  }
}
