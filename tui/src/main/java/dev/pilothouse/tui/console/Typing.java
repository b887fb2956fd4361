package dev.pilothouse.tui.console;

import java.util.concurrent.atomic.AtomicInteger;

/** A text on its way into a guest's keyboard, at the guest's pace. Thread-safe. */
public final class Typing {
  /** How the next piece of the text gets there. */
  interface Hand {
    /**
     * Types from character {@code from} on, and waits until that is done.
     *
     * @return how many characters it typed; 0 when it cannot go on
     */
    int type(int from) throws InterruptedException;
  }

  private final int total;
  private final Hand hand;
  private final Runnable changed;
  private final AtomicInteger typed = new AtomicInteger();
  private volatile boolean stopped;
  private volatile boolean over;

  Typing(int total, Hand hand, Runnable changed) {
    this.total = total;
    this.hand = hand;
    this.changed = changed;
  }

  Typing start() {
    Thread.ofVirtual().name("console-typing").start(this::run);
    return this;
  }

  private void run() {
    try {
      while (typed.get() < total && !stopped) {
        int more = hand.type(typed.get());
        if (more == 0) {
          stopped = true;
        }
        typed.addAndGet(more);
        changed.run();
      }
    } catch (InterruptedException e) {
      stopped = true;
    } finally {
      over = true;
      changed.run();
    }
  }

  /** In characters, as {@link #total}. */
  public int typed() {
    return typed.get();
  }

  public int total() {
    return total;
  }

  /** What was not typed yet never will be. */
  public void stop() {
    stopped = true;
  }

  /** Whether it came to an end, or was stopped, or could not go on. */
  public boolean over() {
    return over;
  }
}
