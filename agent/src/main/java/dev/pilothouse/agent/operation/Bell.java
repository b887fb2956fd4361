package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.operation.handler.RunnerStoppedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Wakes one waiting thread early. A ring while it is awake is not lost. */
final class Bell {
  private boolean rung;
  private boolean stopped;

  synchronized void ring() {
    rung = true;
    notifyAll();
  }

  /** From now on every wait ends with {@link RunnerStoppedException}. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  synchronized boolean stopped() {
    return stopped;
  }

  /**
   * Waits for a ring since the last wait, at most so long.
   *
   * @throws RunnerStoppedException when stopped
   */
  synchronized void await(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    try {
      long left = end - System.nanoTime();
      while (!rung && !stopped && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = end - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunnerStoppedException();
    }
    if (stopped) {
      throw new RunnerStoppedException();
    }
    rung = false;
  }
}
