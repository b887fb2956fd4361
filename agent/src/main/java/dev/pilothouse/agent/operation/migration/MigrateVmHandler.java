package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.hypervisor.Migrations.Route;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.migration.plan.Findings;
import dev.pilothouse.agent.operation.migration.plan.Peer;
import dev.pilothouse.agent.operation.migration.plan.Planning;
import dev.pilothouse.agent.operation.migration.plan.Survey;
import dev.pilothouse.agent.operation.migration.verdict.Verdict;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationFigures.Phase;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationPlan.Basis;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Moves a VM to another host. Proof: which of the two libvirts has it, and whether the one here is
 * still at it; a migration goes on without the agent, and a new run follows it to its end.
 */
final class MigrateVmHandler implements Handler {
  private static final int ATTEMPTS = 3;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(5);

  /** What libvirt says when a line breaks or nobody answers: it may be otherwise soon. */
  private static final Pattern PASSING =
      Pattern.compile(
          "(?i).*(unable to connect|connection (refused|reset|timed out|closed)|socket is closed|broken pipe"
              + "|reset by peer|keepalive|end of file|no route to host).*",
          Pattern.DOTALL);

  private final MigrateVm operation;

  /** From {@link #look}, for {@link #carryOut}: looking at both hosts takes its time. */
  private @Nullable Survey survey;

  MigrateVmHandler(MigrateVm operation) {
    this.operation = operation;
  }

  @Override
  public Map<String, String> look(Work work) {
    Instant began = work.now();
    Peer peer = new Peer(work, operation.to());
    try {
      work.progress(-1, "looking at both hosts", figures(work).at(Phase.CHECKING));
      Survey found = survey(work, peer);
      demandBasis(found);
      Findings findings = Planning.findings(found);
      Optional<Failure> refusal = findings.refusal();
      if (refusal.isPresent()) {
        throw new OperationException(refusal.get());
      }
      survey = found;
      return Trip.facts(found, began);
    } finally {
      if (survey == null) {
        peer.close();
      }
    }
  }

  private Survey survey(Work work, Peer peer) {
    try {
      return Survey.of(work, peer, operation.vm(), operation.to(), operation.options());
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.NOT_FOUND && operation.basis() != null) {
        throw changed(List.of("it is not on " + operation.vm().host() + " any more"));
      }
      throw e;
    }
  }

  private void demandBasis(Survey found) {
    Basis basis = operation.basis();
    if (basis != null) {
      List<String> changes = basis.changedTo(found.basis());
      if (!changes.isEmpty()) {
        throw changed(changes);
      }
    }
  }

  private static OperationException changed(List<String> changes) {
    return new OperationException(
        new Failure(
            ErrorCode.CHANGED_MEANWHILE,
            "Since the plan was made: " + String.join("; ", changes) + ".",
            "Plan it anew, and look at what is otherwise."));
  }

  @Override
  public Outcome carryOut(Work work) {
    Survey found = survey;
    survey = null;
    if (found == null) {
      throw new IllegalStateException("nobody looked");
    }
    try (Peer peer = found.peer()) {
      Trip trip = Trip.noted(work);
      Figures figures = figures(work);
      Patience patience = patience(work, trip);
      Follower follower = new Follower(work, operation, patience, figures);
      Ending ending = new Ending(work, operation, peer, trip, follower);
      try {
        new Loading(work, found, patience, figures).run();
      } catch (OperationException e) {
        return ended(ending, failureOf(e));
      }
      Trip.asks(work);
      work.departures().limit(uuid(), Follower.ordered(operation));
      return migrate(work, new Attempt(work, found, route(found), follower), ending, patience);
    } finally {
      work.departures().left(uuid());
    }
  }

  private Outcome migrate(Work work, Attempt attempt, Ending ending, Patience patience) {
    for (int tries = 1; ; tries++) {
      Failure failure = attempt.run();
      Verdict verdict = ending.find();
      if (failure == null
          || !(verdict instanceof Verdict.Stays)
          || tries == ATTEMPTS
          || !passes(failure)
          || work.cancelRequested()
          || patience.over()) {
        return outcome(ending.make(verdict, failure));
      }
      pause(work, failure, tries);
      if (work.cancelRequested()) {
        return ended(ending, failure);
      }
    }
  }

  /** One call of libvirt. */
  private record Attempt(Work work, Survey survey, Route route, Follower follower) {
    /** Null when libvirt says that it is done. */
    @Nullable Failure run() {
      try {
        Departing.run(
            work,
            () -> work.hypervisor().migrations().migrate(survey.vm().ref().uuid(), route),
            follower);
        return null;
      } catch (OperationException e) {
        Failure failure = failureOf(e);
        return follower.tookTooLong() ? follower.tooLong() : failure;
      }
    }
  }

  private void pause(Work work, Failure failure, int tries) {
    Instant until = work.now().plus(BETWEEN_ATTEMPTS.multipliedBy(tries));
    while (work.now().isBefore(until) && !work.cancelRequested()) {
      work.progress(
          -1, "trying again (" + (tries + 1) + " of " + ATTEMPTS + "), for: " + failure.message());
      work.await(Duration.between(work.now(), until));
    }
  }

  private static boolean passes(Failure failure) {
    return failure.code() == ErrorCode.HOST_UNREACHABLE
        || PASSING.matcher(failure.message()).matches();
  }

  /**
   * What can be told of it now.
   *
   * @throws OperationException when this host's libvirt gave no answer: the runner settles then
   */
  private static Failure failureOf(OperationException e) {
    return switch (e.failure().code()) {
      case HYPERVISOR_LOST, HYPERVISOR_SILENT -> throw e;
      default -> e.failure();
    };
  }

  private static Outcome ended(Ending ending, Failure failure) {
    return outcome(ending.make(ending.find(), failure));
  }

  private static Outcome outcome(Finding finding) {
    return switch (finding) {
      case Finding.Settled settled -> settled.outcome();
      case Finding.NotDone n ->
          Outcome.failed(
              ErrorCode.REFUSED, "libvirt says that it is done, but the VM is still here.");
    };
  }

  private Route route(Survey found) {
    boolean active = found.vm().state().active();
    List<String> copied =
        active ? found.copied().stream().map(route -> route.disk().target()).toList() : List.of();
    // Shared is what both hosts were seen to share; libvirt knows of few file systems only.
    boolean shares = found.disks().stream().anyMatch(route -> !route.medium() && route.stays());
    return new Route(operation.to().address(), operation.options(), copied, shares);
  }

  @Override
  public Finding settle(Work work) {
    try (Peer peer = new Peer(work, operation.to())) {
      Trip trip = Trip.noted(work);
      Follower follower = new Follower(work, operation, patience(work, trip), figures(work));
      Ending ending = new Ending(work, operation, peer, trip, follower);
      Verdict verdict = ending.find();
      return ending.make(verdict, follower.tookTooLong() ? follower.tooLong() : null);
    }
  }

  private Patience patience(Work work, Trip trip) {
    return new Patience(work, trip.began(), operation.options().timeout());
  }

  private Figures figures(Work work) {
    return new Figures(() -> work.departures().limits(uuid()).orElse(Follower.ordered(operation)));
  }

  private UUID uuid() {
    return operation.vm().uuid();
  }
}
