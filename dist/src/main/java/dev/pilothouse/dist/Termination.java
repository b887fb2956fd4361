package dev.pilothouse.dist;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a foreground program end in order on SIGTERM, SIGINT and SIGHUP: the JVM's shutdown hook
 * only asks, the main thread closes what it opened, and the JVM leaves when it is done.
 */
final class Termination implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  private final Thread hook = new Thread(this::finish, "termination");

  /** Installs the hook; {@link #close} says that everything is closed and the JVM may go. */
  static Termination watch() {
    Termination termination = new Termination();
    Runtime.getRuntime().addShutdownHook(termination.hook);
    return termination;
  }

  /** Returns when a signal came. */
  void await() throws InterruptedException {
    asked.await();
  }

  @Override
  public void close() {
    done.countDown();
    if (asked.getCount() > 0) {
      try {
        Runtime.getRuntime()
            .removeShutdownHook(hook); // no signal: an exit status of ours must stand
      } catch (IllegalStateException comingDown) {
        asked.countDown(); // a signal, just now: the hook goes on
      }
    }
  }

  private void finish() {
    asked.countDown();
    try {
      if (done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        // Else the exit status would be 128 + signal, as if it had been killed.
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
