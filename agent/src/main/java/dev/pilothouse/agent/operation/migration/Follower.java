package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.hypervisor.Migrations;
import dev.pilothouse.agent.hypervisor.Migrations.Job;
import dev.pilothouse.agent.image.Rate;
import dev.pilothouse.agent.operation.handler.Departures.Limits;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.migration.plan.Forecast;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks at a migration under way: tells how far it is, ends it when a person wants that or its time
 * is over, and lets it go over to post-copy when one pass was not enough. For one thread.
 */
final class Follower {
  private final Work work;
  private final MigrateVm operation;
  private final Patience patience;
  private final Figures figures;
  private boolean askedForPostCopy;
  private boolean tookTooLong;
  private boolean limited;

  Follower(Work work, MigrateVm operation, Patience patience, Figures figures) {
    this.work = work;
    this.operation = operation;
    this.patience = patience;
    this.figures = figures;
  }

  /** Whether it ended it because its time was over. */
  boolean tookTooLong() {
    return tookTooLong;
  }

  Failure tooLong() {
    return patience.tooLong();
  }

  /** Looks once; what libvirt does not answer, the next look or the migration's own end tells. */
  void look() {
    try {
      work.hypervisor().migrations().job(vm()).filter(job -> !job.incoming()).ifPresent(this::look);
    } catch (OperationException e) {
      // It has just ended, or libvirt is away.
    }
  }

  private void look(Job job) {
    boolean unwanted = work.cancelRequested() || patience.over();
    MigrationFigures now = figures.of(job, work.now());
    work.progress(figures.percent(), words(job, now, unwanted), now);
    if (job.memoryBytes() > 0 && !limited) {
      limited = true;
      limitAnew();
    }
    if (unwanted && !job.postCopy()) {
      tookTooLong |= !work.cancelRequested();
      migrations().abort(vm());
    } else if (operation.options().postCopy()
        && job.pass() > 1
        && !job.postCopy()
        && !askedForPostCopy) {
      askedForPostCopy = true;
      migrations().startPostCopy(vm());
    }
  }

  /** libvirt forgets what was set while it copied disks once it begins with the memory. */
  private void limitAnew() {
    work.departures()
        .limits(vm())
        .filter(now -> !now.equals(ordered(operation)))
        .ifPresent(
            now -> {
              migrations().limit(vm(), now.bytesPerSecond());
              migrations().maxDowntime(vm(), Duration.ofMillis(now.maxDowntimeMillis()));
            });
  }

  /** What the order says. */
  static Limits ordered(MigrateVm operation) {
    MigrationOptions options = operation.options();
    Duration most = options.maxDowntime() == null ? Forecast.USUAL_DOWNTIME : options.maxDowntime();
    return new Limits(options.bytesPerSecond(), most.toMillis());
  }

  private String words(Job job, MigrationFigures now, boolean unwanted) {
    String to = operation.to().host();
    if (job.postCopy()) {
      return "it runs on "
          + to
          + "; "
          + Rate.bytes(job.memoryLeftBytes())
          + " of its memory follow"
          + (unwanted ? "; from here on it cannot be cancelled" : "");
    }
    if (unwanted) {
      return "ending it; the VM goes on here";
    }
    return switch (now.phase()) {
      case DISKS ->
          "copying disks to "
              + to
              + ": "
              + Rate.bytes(now.diskDoneBytes())
              + " of "
              + Rate.bytes(now.diskBytes())
              + rate(now);
      case MEMORY ->
          "copying memory to "
              + to
              + (now.pass() > 1 ? ", pass " + now.pass() : "")
              + ": "
              + Rate.bytes(now.memoryLeftBytes())
              + " left"
              + rate(now);
      case CHECKING, COPYING_FILES, SWITCHING, POST_COPY, FINISHING, FINDING_OUT ->
          "moving to " + to;
    };
  }

  private static String rate(MigrationFigures now) {
    return now.bytesPerSecond() > 0 ? ", " + Rate.bytes(now.bytesPerSecond()) + "/s" : "";
  }

  /** Whether libvirt here is still bringing it elsewhere. */
  boolean underWay() {
    try {
      Optional<Job> job = migrations().job(vm());
      return job.isPresent() && !job.get().incoming();
    } catch (OperationException e) {
      return switch (e.failure().code()) {
        case NOT_FOUND, WRONG_STATE -> false;
        default -> throw e;
      };
    }
  }

  MigrationFigures at(MigrationFigures.Phase phase) {
    return figures.at(phase);
  }

  Figures figures() {
    return figures;
  }

  private Migrations migrations() {
    return work.hypervisor().migrations();
  }

  private UUID vm() {
    return operation.vm().uuid();
  }
}
