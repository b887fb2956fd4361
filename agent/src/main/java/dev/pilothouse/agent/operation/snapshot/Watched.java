package dev.pilothouse.agent.operation.snapshot;

import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A call that returns at its end only, with somebody who looks meanwhile. */
final class Watched {
  private static final Duration LOOK_EVERY = Duration.ofMillis(300);

  private Watched() {}

  /**
   * @param look again and again on another thread until {@code call} has ended; when libvirt cannot
   *     be asked, the next one will tell
   */
  static void run(Runnable call, Runnable look) {
    ScheduledExecutorService looking =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("snapshot-progress").daemon().factory());
    try {
      var unused =
          looking.scheduleWithFixedDelay(
              () -> quietly(look),
              LOOK_EVERY.toMillis(),
              LOOK_EVERY.toMillis(),
              TimeUnit.MILLISECONDS);
      call.run();
    } finally {
      looking.shutdownNow();
    }
  }

  private static void quietly(Runnable look) {
    try {
      look.run();
    } catch (OperationException e) {
      // A job that has just ended has no figures any more.
    }
  }
}
