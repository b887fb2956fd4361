package dev.pilothouse.tui.session;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what is posted one after the other, in order, on threads borrowed from a pool; holds none
 * while it is empty.
 */
final class Mailbox {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  /** After so many messages others get their turn. */
  private static final int FAIR = 64;

  private final Executor pool;
  private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Mailbox(Executor pool) {
    this.pool = pool;
  }

  void post(Runnable message) {
    queue.add(message);
    if (waiting.getAndIncrement() == 0) {
      pool.execute(this::drain);
    }
  }

  private void drain() {
    int done = 0;
    Runnable message;
    while (done < FAIR && (message = queue.poll()) != null) {
      try {
        message.run();
      } catch (RuntimeException e) {
        LOG.error("a session could not handle a message", e);
      }
      done++;
    }
    if (waiting.addAndGet(-done) > 0) {
      pool.execute(this::drain);
    }
  }
}
