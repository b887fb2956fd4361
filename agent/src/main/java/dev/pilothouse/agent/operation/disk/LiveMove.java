package dev.pilothouse.agent.operation.disk;

import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.hypervisor.Disks.CopyTo;
import dev.pilothouse.agent.hypervisor.Disks.Job;
import dev.pilothouse.agent.image.Rate;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.storage.Pools;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The disk of a running VM: QEMU copies it, writes what the guest writes to both, and is told to go
 * on with the copy when both are the same. The copy outlives the agent; {@link #follow} takes it up
 * again.
 */
record LiveMove(Moving moving, String path) {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  void begin() {
    disks()
        .copy(
            vm(),
            moving.target(),
            new CopyTo(
                path,
                moving.volume().format(),
                path.startsWith("/dev/"),
                moving.operation().bytesPerSecond()));
  }

  /** Whether a copy to the new volume is under way. */
  boolean underWay() {
    return work().vm(moving.operation().vm()).state().active()
        && job().filter(job -> job.copyTo().equals(path)).isPresent();
  }

  Outcome follow(String how) {
    Course course = new Course();
    while (true) {
      if (moving.runsOn(path)) {
        return moving.finish(path, how);
      }
      if (!underWay()) {
        // It may have ended between the two looks.
        return moving.runsOn(path) ? moving.finish(path, how) : moving.takenBack(brokenOff(course));
      }
      Optional<Job> job = job();
      try {
        if (work().cancelRequested()) {
          disks().abortJob(vm(), moving.target());
          return moving.cancelled();
        }
        if (job.filter(Job::ready).isPresent()) {
          work().progress(100, "going over to the new volume");
          disks().pivot(vm(), moving.target());
          continue;
        }
      } catch (OperationException e) {
        if (Moving.unanswered(e)) {
          throw e;
        }
        if (e.failure().code() != ErrorCode.WRONG_STATE) {
          return givenUp(e.failure());
        }
        // It has ended meanwhile, or is not ready after all: the next look tells.
      }
      job.ifPresent(now -> tell(course, now));
      work().await(LOOK_EVERY);
    }
  }

  private Outcome givenUp(Failure why) {
    if (underWay()) {
      disks().abortJob(vm(), moving.target());
    }
    return moving.takenBack(why);
  }

  /** libvirt tells that a copy failed, but not why. */
  private Failure brokenOff(Course course) {
    if (!work().vm(moving.operation().vm()).state().active()) {
      return new Failure(
          ErrorCode.CHANGED_MEANWHILE,
          "The VM stopped in the middle.",
          "Order it again; a stopped VM's disk is copied as a whole.");
    }
    Pool pool = Pools.refreshed(work(), Pools.active(work(), moving.operation().pool()));
    long room = pool.availableBytes();
    boolean full = room < Math.max(course.left(), 16L << 20);
    return new Failure(
        full ? ErrorCode.NO_CAPACITY : ErrorCode.REFUSED,
        "The copy broke off after "
            + course.done()
            + "; pool "
            + pool.name()
            + " has "
            + Rate.bytes(room)
            + " left.",
        full
            ? "Free space there or choose another pool."
            : "Look at the log of the VM's QEMU on the host, in /var/log/libvirt/qemu.");
  }

  private void tell(Course course, Job job) {
    course.look(work().now(), job);
    long all = Math.max(1, job.allBytes());
    work()
        .progress(
            Math.clamp(100 * job.doneBytes() / all, 0, 99),
            "copying " + moving.target() + ": " + course.said());
  }

  /** How far it has come since somebody looks. */
  private static final class Course {
    private @Nullable Instant since;
    private long from;
    private Duration took = Duration.ZERO;
    private Job last = new Job("", 0, 0);

    void look(Instant now, Job job) {
      if (since == null) {
        since = now;
        from = job.doneBytes();
      }
      took = Duration.between(since, now);
      last = job;
    }

    long left() {
      return last.allBytes() - last.doneBytes();
    }

    String done() {
      return Rate.bytes(last.doneBytes());
    }

    String said() {
      long perSecond = 1000 * (last.doneBytes() - from) / Math.max(1, took.toMillis());
      return done()
          + " of "
          + Rate.bytes(last.allBytes())
          + (took.isZero() ? "" : ", " + Rate.bytes(Math.max(0, perSecond)) + "/s");
    }
  }

  private Optional<Job> job() {
    return disks().job(vm(), moving.target());
  }

  private UUID vm() {
    return moving.operation().vm().uuid();
  }

  private Work work() {
    return moving.work();
  }

  private Disks disks() {
    return work().hypervisor().disks();
  }
}
