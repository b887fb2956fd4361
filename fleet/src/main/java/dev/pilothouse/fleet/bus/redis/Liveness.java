package dev.pilothouse.fleet.bus.redis;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.Listeners;
import dev.pilothouse.fleet.bus.Subscription;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Whether Redis answers: asked every second, because a server that hangs closes no connection, and
 * at once when a connection comes or goes.
 */
final class Liveness implements AutoCloseable {
  private static final int BACKLOG = 100;

  private final Runnable question;
  private final Listeners<Boolean> listeners;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pilothouse-redis-liveness").factory());
  private boolean up = true;

  /**
   * @param question throws {@link BusUnavailableException} when Redis does not answer
   */
  Liveness(Runnable question, Executor executor) {
    this.question = question;
    this.listeners = new Listeners<>(executor, BACKLOG);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // It never fails and ends with its thread.
  void start() {
    thread.scheduleWithFixedDelay(this::ask, 1, 1, TimeUnit.SECONDS);
  }

  /** Asks now. Never blocks. */
  void askNow() {
    try {
      thread.execute(this::ask);
    } catch (RejectedExecutionException e) {
      // Closed already: nobody wants to know.
      return;
    }
  }

  synchronized Subscription listen(Consumer<Boolean> listener) {
    return listeners.add(listener, up);
  }

  private void ask() {
    boolean answers;
    try {
      question.run();
      answers = true;
    } catch (BusUnavailableException e) {
      answers = false;
    }
    synchronized (this) {
      if (up != answers && !thread.isShutdown()) {
        up = answers;
        listeners.tell(answers);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
