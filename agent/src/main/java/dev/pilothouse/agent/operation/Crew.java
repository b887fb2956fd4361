package dev.pilothouse.agent.operation;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runner's threads: platform threads, because libvirt's errors are thread-local. */
final class Crew implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
  private static final int READERS = 2;

  private final ExecutorService operations;
  private final ExecutorService reads;
  private final ExecutorService loops;
  private final ScheduledExecutorService ticks;

  Crew(int slots) {
    operations = bounded("operation", slots);
    reads = bounded("read", READERS);
    loops = Executors.newCachedThreadPool(named("loop"));
    ticks = Executors.newSingleThreadScheduledExecutor(named("tick"));
  }

  Executor operations() {
    return operations;
  }

  Executor reads() {
    return reads;
  }

  /** For what must not wait until an operation ends. */
  Executor aside() {
    return loops;
  }

  void loop(String name, Runnable body) {
    loops.execute(
        () -> {
          Thread.currentThread().setName("operations-" + name);
          body.run();
        });
  }

  void every(Duration period, Runnable body) {
    long nanos = period.toNanos();
    var unused =
        ticks.scheduleWithFixedDelay(() -> guarded(body), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** One failure must not end a series. */
  private static void guarded(Runnable body) {
    try {
      body.run();
    } catch (RuntimeException e) {
      LOG.error("a periodic look failed", LogSafe.of(e));
    }
  }

  /** Lets what runs come to an end; nothing new begins. */
  void awaitOperations(Duration atMost) {
    operations.shutdown();
    reads.shutdown();
    try {
      if (!operations.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("operations still run after {} s; they stay in the journal", atMost.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    loops.shutdownNow();
    reads.shutdownNow();
    operations.shutdownNow();
  }

  private static ExecutorService bounded(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return body -> {
      Thread thread = new Thread(body, "operations-" + name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
