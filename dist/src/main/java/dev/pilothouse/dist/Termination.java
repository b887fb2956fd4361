package dev.pilothouse.dist;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a foreground program end in order on SIGTERM, SIGINT and SIGHUP: the JVM's shutdown hook
 * only asks, the main thread closes what it opened, and the JVM leaves when it is done.
 */
final class Termination {
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  /** Installs the hook. */
  static Termination watch() {
    Termination termination = new Termination();
    Runtime.getRuntime().addShutdownHook(new Thread(termination::finish, "termination"));
    return termination;
  }

  /** Returns when a signal came. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Everything is closed: the JVM may go. */
  void done() {
    done.countDown();
  }

  private void finish() {
    asked.countDown();
    try {
      if (done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime()
            .halt(0); // else the exit status would be 128 + signal, as if it had been killed
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
