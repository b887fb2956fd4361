package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.OperationRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a host is emptied, computed from the fleet and from the migrations whose batch is the
 * number of its maintenance. Nobody keeps a state of it.
 *
 * @param maintenance null when the host is not in maintenance; then there are no verdicts
 * @param verdicts one for each VM that was or is there, by name
 * @param expected how many VMs are on their way to the host all the same
 * @param answers whether the host answers, so that what is known of it is true now
 */
public record DrainProgress(
    String host,
    @Nullable Maintenance maintenance,
    List<Verdict> verdicts,
    int expected,
    boolean answers) {
  /** What became of a VM. */
  public enum State {
    MOVED,
    MOVING,
    /** Its migration is ordered and has not begun. */
    WAITING,
    /** Its migration failed or was cancelled, and it is still there. */
    FAILED,
    /** It is there, and nothing is ordered. */
    STAYS,
    /** It ended before it could move. */
    VANISHED
  }

  /**
   * @param to the host it is on or goes to; empty when it goes nowhere
   * @param percent 0 to 100 of one that moves; negative when not known
   * @param why as it came from outside; may be empty
   * @param operation the newest migration of it; null for none
   */
  public record Verdict(
      UUID vm,
      String name,
      State state,
      String to,
      int percent,
      String why,
      @Nullable OperationRecord operation) {
    /** Such as {@code moving 40 %}. */
    public String word() {
      return switch (state) {
        case MOVED -> "moved";
        case MOVING -> percent < 0 ? "moving" : "moving " + percent + " %";
        case WAITING -> "waiting";
        case FAILED -> "failed";
        case STAYS -> "stays";
        case VANISHED -> "vanished";
      };
    }
  }

  public DrainProgress {
    verdicts = List.copyOf(verdicts);
  }

  /**
   * @param operations the newest of the fleet; others than those of this host's maintenance may be
   *     among them
   */
  public static DrainProgress of(Fleet fleet, String host, Collection<OperationRecord> operations) {
    Host known = fleet.host(host);
    Maintenance maintenance =
        known == null || known.facts().terms() == null ? null : known.facts().terms().maintenance();
    List<Verdict> verdicts = new ArrayList<>();
    if (maintenance != null) {
      String batch = Long.toString(maintenance.operation());
      Map<UUID, OperationRecord> newest = Batch.newest(operations, host, batch);
      newest.forEach((uuid, record) -> verdicts.add(verdict(fleet, host, uuid, record)));
      DrainPlan left =
          DrainPlan.of(
              fleet,
              host,
              fleet.residents(host).stream()
                  .filter(vm -> !newest.containsKey(vm.ref().uuid()))
                  .toList(),
              List.of(),
              Taken.by(fleet, operations));
      left.stays().forEach(stay -> verdicts.add(stays(stay.vm(), stay.why())));
      left.moves()
          .forEach(move -> verdicts.add(stays(move.vm(), "No migration of it was ordered.")));
    }
    verdicts.sort(
        Comparator.comparing(Verdict::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Verdict::vm));
    return new DrainProgress(
        host,
        maintenance,
        verdicts,
        expected(fleet, host, operations),
        known != null && known.presence() == Presence.ONLINE);
  }

  private static Verdict stays(Vm vm, String why) {
    return new Verdict(vm.ref().uuid(), vm.name(), State.STAYS, "", -1, why, null);
  }

  private static Verdict verdict(Fleet fleet, String host, UUID uuid, OperationRecord record) {
    String to = record.operation() instanceof MigrateVm migrate ? migrate.to().host() : "";
    Optional<Vm> owner = fleet.owner(uuid);
    boolean here = owner.filter(vm -> vm.host().equals(host)).isPresent();
    String failure = record.failure() == null ? "" : record.failure().message();
    State state =
        switch (record.state()) {
          case SUBMITTED, ACCEPTED -> State.WAITING;
          case RUNNING -> State.MOVING;
          case SUCCEEDED -> here ? State.STAYS : State.MOVED;
          case FAILED, CANCELLED, EXPIRED, INTERRUPTED ->
              here ? State.FAILED : owner.isPresent() ? State.MOVED : State.VANISHED;
        };
    String why =
        switch (state) {
          case MOVED, MOVING -> "";
          case WAITING -> record.phase();
          case STAYS -> "It came back.";
          case VANISHED -> "It ended before it could move.";
          case FAILED -> failure;
        };
    return new Verdict(
        uuid,
        record.targetName(),
        state,
        state == State.MOVED ? owner.map(Vm::host).orElse(to) : state == State.STAYS ? "" : to,
        record.progress(),
        why,
        record);
  }

  private static int expected(Fleet fleet, String host, Collection<OperationRecord> operations) {
    Map<UUID, Boolean> coming = new HashMap<>();
    fleet.vms(host).stream().filter(Vm::arriving).forEach(vm -> coming.put(vm.ref().uuid(), true));
    for (OperationRecord record : operations) {
      if (!record.state().terminal()
          && record.operation() instanceof MigrateVm migrate
          && migrate.to().host().equals(host)) {
        coming.put(migrate.vm().uuid(), true);
      }
    }
    return coming.size();
  }

  public long count(State state) {
    return verdicts.stream().filter(verdict -> verdict.state() == state).count();
  }

  /** Whether migrations are ordered that have not ended. */
  public boolean underWay() {
    return count(State.MOVING) + count(State.WAITING) > 0;
  }

  /** Whether nothing is there, nothing comes, and it is known to be so. */
  public boolean empty() {
    return maintenance != null
        && answers
        && expected == 0
        && verdicts.stream().allMatch(v -> v.state() == State.MOVED || v.state() == State.VANISHED);
  }

  /** Such as {@code h1 is empty: safe to power off}. */
  public String sentence() {
    if (maintenance == null) {
      return host + " is not in maintenance";
    }
    if (empty()) {
      return host + " is empty: safe to power off";
    }
    if (!answers) {
      return host + " does not answer: what is on it is not known";
    }
    return host + " is not empty: " + counts();
  }

  /** Such as {@code 3 moved, 1 moving, 1 failed}. */
  public String counts() {
    List<String> parts = new ArrayList<>();
    for (State state : State.values()) {
      long count = count(state);
      if (count > 0) {
        parts.add(count + " " + (count > 1 && state == State.STAYS ? "stay" : word(state)));
      }
    }
    if (expected > 0) {
      parts.add(expected + " on the way to it");
    }
    return parts.isEmpty() ? "no VMs" : String.join(", ", parts);
  }

  private static String word(State state) {
    return switch (state) {
      case MOVED -> "moved";
      case MOVING -> "moving";
      case WAITING -> "waiting";
      case FAILED -> "failed";
      case STAYS -> "stays";
      case VANISHED -> "vanished";
    };
  }
}
