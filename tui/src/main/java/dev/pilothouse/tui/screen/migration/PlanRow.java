package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.DiskPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.Travel;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.placement.Move;
import dev.pilothouse.tui.screen.Figures;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import dev.pilothouse.tui.widget.Fact;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One VM of a plan.
 *
 * @param move null when it can go nowhere
 * @param plan null until its agent has answered
 * @param problem why there is no move, or no plan; empty when nothing is wrong
 * @param number of the operation that moves it; 0 before it is ordered, {@link #ORDERED} until it
 *     is known
 */
record PlanRow(
    VmRef vm,
    String name,
    @Nullable Move move,
    @Nullable MigrationPlan plan,
    String problem,
    long number) {
  static final long ORDERED = -1;

  static PlanRow of(Move move) {
    return new PlanRow(move.vm().ref(), move.vm().name(), move, null, "", 0);
  }

  static PlanRow staying(Vm vm, String why) {
    return new PlanRow(vm.ref(), vm.name(), null, null, why, 0);
  }

  PlanRow planned(MigrationPlan now) {
    return new PlanRow(vm, name, move, now, "", number);
  }

  PlanRow refused(String why) {
    return new PlanRow(vm, name, move, null, why, 0);
  }

  PlanRow ordered(long as) {
    return new PlanRow(vm, name, move, plan, problem, as);
  }

  boolean waits() {
    return move != null && plan == null && problem.isEmpty();
  }

  boolean ready() {
    return move != null && plan != null && plan.possible() && number == 0;
  }

  String to() {
    return move == null ? "" : move.to().host();
  }

  @Nullable OperationRecord record(World world) {
    return number <= 0
        ? null
        : world.operations().stream().filter(r -> r.number() == number).findFirst().orElse(null);
  }

  /** Whether it ended in any other way than well. */
  boolean failed(World world) {
    OperationRecord record = record(world);
    return record != null
        && record.state().terminal()
        && record.state() != OperationState.SUCCEEDED;
  }

  /** Whether the world was another than the one that was planned for. */
  boolean overtaken(World world) {
    OperationRecord record = record(world);
    Failure failure = record == null ? null : record.failure();
    return failure != null && failure.code() == ErrorCode.CHANGED_MEANWHILE;
  }

  String word(World world) {
    OperationRecord record = record(world);
    if (record != null) {
      return switch (record.state()) {
        case SUBMITTED, ACCEPTED -> "waiting";
        case RUNNING -> record.progress() < 0 ? "moving" : "moving " + record.progress() + "%";
        case SUCCEEDED -> "moved";
        case FAILED, INTERRUPTED -> overtaken(world) ? "changed" : "failed";
        case CANCELLED -> "cancelled";
        case EXPIRED -> "expired";
      };
    }
    if (number != 0) {
      return "ordered";
    }
    return waits() ? "looking..." : plan == null ? "cannot" : plan.possible() ? "ready" : "blocked";
  }

  Role role(World world) {
    OperationRecord record = record(world);
    if (record != null) {
      return switch (record.state()) {
        case SUBMITTED, ACCEPTED, RUNNING -> Role.PROGRESS;
        case SUCCEEDED -> Role.OK;
        case FAILED, INTERRUPTED -> Role.ERROR;
        case CANCELLED, EXPIRED -> Role.WARNING;
      };
    }
    return waits() || number != 0 ? Role.DIM : ready() ? Role.OK : Role.ERROR;
  }

  /** Such as {@code shared} or {@code 2 copied}. */
  String disks() {
    if (plan == null) {
      return "";
    }
    List<DiskPlan> moving =
        plan.disks().stream().filter(disk -> disk.travel() != Travel.SHARED).toList();
    return plan.disks().isEmpty()
        ? "none"
        : moving.isEmpty() ? "shared" : moving.size() + " copied";
  }

  String bytes() {
    return plan == null ? "" : Figures.bytes(plan.bytes());
  }

  String time() {
    return plan == null || plan.expectedMillis() < 0 ? "" : Rounded.left(plan.expectedMillis());
  }

  String downtime() {
    return plan == null || plan.expectedDowntimeMillis() < 0
        ? ""
        : Rounded.span(plan.expectedDowntimeMillis());
  }

  String converges() {
    return plan == null
        ? ""
        : switch (plan.convergence()) {
          case NOT_NEEDED -> "-";
          case YES -> "yes";
          case NO -> "no";
          case UNKNOWN -> "?";
        };
  }

  /** All there is to say of it. */
  List<Fact> facts(World world) {
    List<Fact> facts = new ArrayList<>();
    OperationRecord record = record(world);
    Failure failure = record == null ? null : record.failure();
    if (failure != null) {
      facts.add(new Fact(word(world), failure.message(), Role.ERROR));
      facts.add(
          new Fact(
              "to do",
              overtaken(world) ? "R makes the plan again, of what is now." : failure.hint(),
              Role.TEXT));
    }
    if (!problem.isEmpty()) {
      facts.add(new Fact("cannot", problem, Role.ERROR));
    }
    if (plan != null) {
      planFacts(plan, facts);
    }
    if (move != null) {
      facts.add(new Fact("why there", move.why(), Role.TEXT));
    }
    return facts;
  }

  private static void planFacts(MigrationPlan plan, List<Fact> facts) {
    for (MigrationPlan.Finding blocker : plan.blockers()) {
      facts.add(new Fact("blocked", blocker.what() + " " + blocker.toDo(), Role.ERROR));
    }
    for (MigrationPlan.Finding warning : plan.warnings()) {
      facts.add(new Fact("note", warning.what() + " " + warning.toDo(), Role.WARNING));
    }
    if (plan.convergence() == MigrationPlan.Convergence.NO) {
      facts.add(
          new Fact(
              "busy",
              "The guest changes its memory faster than it travels: o allows auto-converge or"
                  + " post-copy, or more bandwidth.",
              Role.WARNING));
    }
    for (DiskPlan disk : plan.disks()) {
      facts.add(new Fact(disk.target(), travel(disk) + ": " + disk.source(), Role.TEXT));
    }
    String dirty =
        plan.dirtyBytesPerSecond() < 0
            ? ""
            : "; the guest changes " + Rounded.speed(plan.dirtyBytesPerSecond());
    facts.add(
        new Fact(
            "line",
            Rounded.speed(plan.linkBytesPerSecond()) + " (" + plan.linkKnownBy() + ")" + dirty,
            Role.TEXT));
  }

  private static String travel(DiskPlan disk) {
    String bytes = Figures.bytes(disk.bytes());
    return switch (disk.travel()) {
      case SHARED -> "shared, stays where it is";
      case COPIED -> bytes + " copied";
      case OVERLAY -> bytes + " copied, its base is there";
      case OVERLAY_AND_BASE -> bytes + " copied, its base among it";
    };
  }
}
