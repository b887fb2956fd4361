package dev.pilothouse.agent.console;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.StreamLink;
import dev.pilothouse.fleet.wire.Messages;
import dev.pilothouse.fleet.wire.WireException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who looks at a guest's screen, over a link. Of screens only the newest waits to be sent. Two
 * virtual threads: one writes, and may wait for ever for a slow link; one reads wishes.
 */
final class ScreenViewer implements Keyboard.Watcher {
  private static final Logger LOG = LoggerFactory.getLogger(ScreenViewer.class);
  private static final Messages<ConsoleNews> NEWS = new Messages<>(ConsoleNews.class);
  private static final Messages<ConsoleWish> WISHES = new Messages<>(ConsoleWish.class);

  /** Of what waits to be told, beside the screen; the oldest goes. */
  private static final int MOST_WAITING = 64;

  private final Principal who;
  private final StreamLink link;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<ConsoleNews> waiting = new ArrayDeque<>();
  private final AtomicBoolean left = new AtomicBoolean();
  private @Nullable GuestScreen newest;
  private @Nullable GuestScreen sent; // of the writing thread alone

  ScreenViewer(Principal who, StreamLink link) {
    this.who = who;
    this.link = link;
  }

  void start(Consumer<ConsoleWish> wishes, Runnable gone) {
    Thread.ofVirtual().name("screen-viewer").start(() -> show(gone));
    Thread.ofVirtual().name("screen-wishes").start(() -> hear(wishes, gone));
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

  private void show(Runnable gone) {
    try {
      while (!left.get()) {
        NEWS.write(link.out(), next());
      }
    } catch (IOException e) {
      LOG.debug("a viewer went", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave(gone);
    }
  }

  private ConsoleNews next() throws InterruptedException, IOException {
    lock.lock();
    try {
      while (true) {
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
        if (left.get()) {
          throw new IOException("the viewer went");
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void hear(Consumer<ConsoleWish> wishes, Runnable gone) {
    try {
      for (ConsoleWish wish = WISHES.read(link.in()); wish != null; wish = WISHES.read(link.in())) {
        wishes.accept(wish);
      }
    } catch (WireException e) {
      LOG.warn("a screen's viewer says what cannot be read: {}", e.getMessage());
      link.abort("what came is no wish about a screen");
    } catch (IOException e) {
      LOG.debug("a viewer went", e);
    } finally {
      leave(gone);
    }
  }

  private void leave(Runnable gone) {
    if (left.compareAndSet(false, true)) {
      link.close();
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      gone.run();
    }
  }
}
