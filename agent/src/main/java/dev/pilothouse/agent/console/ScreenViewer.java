package dev.pilothouse.agent.console;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.StreamLink;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One who looks at a guest's screen. Of screens only the newest waits to be sent. */
final class ScreenViewer implements Keyboard.Watcher, ViewerLink.Source {
  /** Of what waits to be told, beside the screen; the oldest goes. */
  private static final int MOST_WAITING = 64;

  private final Principal who;
  private final ViewerLink link;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<ConsoleNews> waiting = new ArrayDeque<>();
  private @Nullable GuestScreen newest;
  private @Nullable GuestScreen sent;
  private boolean closed;

  ScreenViewer(Principal who, StreamLink link) {
    this.who = who;
    this.link = new ViewerLink(link);
  }

  /**
   * @param wishes hears what it wants
   * @param gone runs once, when the link has ended
   */
  void start(Consumer<ConsoleWish> wishes, Runnable gone) {
    link.start(this, wishes, gone);
  }

  @Override
  public Principal who() {
    return who;
  }

  @Override
  public void tell(ConsoleNews news) {
    lock.lock();
    try {
      if (waiting.size() >= MOST_WAITING) {
        waiting.remove();
      }
      waiting.add(news);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void show(GuestScreen screen) {
    lock.lock();
    try {
      newest = screen;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void abort(String why) {
    link.abort(why);
  }

  @Override
  public @Nullable ConsoleNews next() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        if (!waiting.isEmpty()) {
          return waiting.remove();
        }
        GuestScreen now = newest;
        if (now != null && now != sent) {
          ConsoleNews.Shown news = now.since(sent);
          sent = now;
          if (news != null) {
            return news;
          }
        }
        changed.await();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String over() {
    return "it was closed";
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
