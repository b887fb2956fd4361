package dev.pilothouse.fleet.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who want to hear something. Each listener is told on the executor, one value at a time and
 * in order; one that throws or is slow harms no other. Of what a slow listener has not heard yet
 * only the newest values are kept. Thread-safe.
 */
public final class Listeners<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final Executor executor;
  private final int backlog;
  private final List<Mailbox> mailboxes = new CopyOnWriteArrayList<>();

  /**
   * @param backlog how many values are kept for a slow listener; 1 makes a doorbell
   */
  public Listeners(Executor executor, int backlog) {
    this.executor = executor;
    this.backlog = backlog;
  }

  public Subscription add(Consumer<T> listener) {
    Mailbox mailbox = new Mailbox(listener);
    mailboxes.add(mailbox);
    return mailbox;
  }

  /** Adds a listener that is told {@code first} before anything else. */
  public Subscription add(Consumer<T> listener, T first) {
    Mailbox mailbox = new Mailbox(listener);
    mailbox.put(first);
    mailboxes.add(mailbox);
    return mailbox;
  }

  public void tell(T value) {
    mailboxes.forEach(mailbox -> mailbox.put(value));
  }

  /** How many listen now. */
  public int count() {
    return mailboxes.size();
  }

  private final class Mailbox implements Subscription {
    private final Consumer<T> listener;
    private final Deque<T> values = new ArrayDeque<>();
    private boolean draining;
    private boolean closed;

    Mailbox(Consumer<T> listener) {
      this.listener = listener;
    }

    void put(T value) {
      synchronized (values) {
        if (closed) {
          return;
        }
        if (values.size() >= backlog) {
          values.removeFirst();
        }
        values.addLast(value);
        if (draining) {
          return;
        }
        draining = true;
      }
      drainSoon();
    }

    private void drainSoon() {
      try {
        executor.execute(this::tellOne);
      } catch (RejectedExecutionException e) {
        close();
      }
    }

    private void tellOne() {
      T value;
      synchronized (values) {
        if (closed || values.isEmpty()) {
          draining = false;
          return;
        }
        value = values.removeFirst();
      }
      try {
        listener.accept(value);
      } catch (RuntimeException e) {
        LOG.warn("a listener failed", e);
      }
      // One value a turn, so that a busy listener does not keep the thread from the others.
      drainSoon();
    }

    @Override
    public void close() {
      synchronized (values) {
        closed = true;
        values.clear();
      }
      mailboxes.remove(this);
    }
  }
}
