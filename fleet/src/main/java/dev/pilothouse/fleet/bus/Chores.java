package dev.pilothouse.fleet.bus;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that does small things in turn, now, later or again and again. One that fails
 * never ends the others; after the end nothing starts any more.
 */
final class Chores implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

  private final ScheduledExecutorService thread;

  Chores(String name) {
    thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
  }

  void soon(Runnable task) {
    after(Duration.ZERO, task);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The task is guarded: its future says nothing.
  void after(Duration delay, Runnable task) {
    try {
      thread.schedule(() -> guarded(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed already", e);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  void every(Duration period, Runnable task) {
    thread.scheduleWithFixedDelay(
        () -> guarded(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (BusUnavailableException e) {
      LOG.debug("the bus is away; tried again later", e);
    } catch (RuntimeException e) {
      LOG.warn("a chore failed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
