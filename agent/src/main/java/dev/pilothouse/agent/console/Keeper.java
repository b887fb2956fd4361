package dev.pilothouse.agent.console;

import dev.pilothouse.agent.hypervisor.Consoles.SerialConsole;
import dev.pilothouse.fleet.console.ConsoleNews.State;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one guest's console open for as long as it is wanted and can be had, on a virtual thread of
 * its own. Looks when it is poked, and while it cannot have what it wants, ever slower.
 * Thread-safe.
 */
final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final long BACKOFF_MILLIS = 500;
  private static final long BACKOFF_MOST_MILLIS = 10_000;

  private final Guest guest;
  private final String name;
  private final Feed feed;
  private final boolean always;
  private final BooleanSupplier watched;
  private final Consumer<String> typist;
  private final Runnable gone;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private boolean poked;
  private boolean force;
  private boolean held;
  private boolean closed;
  private @Nullable Hearing open;

  /** What becomes of what is typed. */
  enum Typed {
    TAKEN,
    FULL,
    SHUT
  }

  /**
   * @param always whether it is to be open while nobody looks, too
   * @param watched whether somebody looks
   * @param typist hears why what was typed did not arrive
   */
  Keeper(
      Guest guest,
      String name,
      Feed feed,
      boolean always,
      BooleanSupplier watched,
      Consumer<String> typist,
      Runnable gone) {
    this.guest = guest;
    this.name = name;
    this.feed = feed;
    this.always = always;
    this.watched = watched;
    this.typist = typist;
    this.gone = gone;
  }

  void start() {
    Thread.ofVirtual().name("console-keeper").start(this::run);
  }

  /** Look again. */
  void poke() {
    locked(() -> poked = true);
  }

  /** Whether it is taken from somebody else now: not when nobody else has it. */
  boolean force() {
    boolean[] takes = new boolean[1];
    locked(
        () -> {
          takes[0] = held;
          force = held;
          poked = true;
        });
    return takes[0];
  }

  Typed type(byte[] bytes) {
    lock.lock();
    try {
      return open == null ? Typed.SHUT : open.type(bytes) ? Typed.TAKEN : Typed.FULL;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    locked(() -> closed = true);
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    long backoff = BACKOFF_MILLIS;
    try {
      while (true) {
        boolean again = guarded();
        backoff = again ? Math.min(2 * backoff, BACKOFF_MOST_MILLIS) : BACKOFF_MILLIS;
        if (!await(again ? backoff : Long.MAX_VALUE)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      shut();
    }
  }

  /** False when it is closed. */
  private boolean await(long millis) throws InterruptedException {
    lock.lock();
    try {
      long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!poked && !closed && nanos > 0) {
        nanos = news.awaitNanos(nanos);
      }
      poked = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean guarded() {
    try {
      return look();
    } catch (OperationException e) {
      return unavailable(e.failure());
    } catch (RuntimeException e) {
      LOG.error("{}: keeping the serial console", name, e);
      feed.begin(UUID.randomUUID().toString());
      feed.state(State.UNAVAILABLE, "The agent failed at it; its log has more.");
      return true;
    }
  }

  /** Whether to look again without being poked. */
  private boolean look() {
    boolean isOpen = isOpen();
    if (isOpen && wanted()) {
      return false;
    }
    if (isOpen) {
      shut();
    }
    Optional<Vm> vm = guest.look();
    if (vm.isEmpty()) {
      feed.begin(UUID.randomUUID().toString());
      feed.state(State.VM_OFF, "The VM is not on this host any more.");
      gone.run();
      return false;
    }
    if (!vm.get().state().active()) {
      if (!feed.begun()) {
        catchUp(vm.get());
      }
      feed.state(State.VM_OFF, "The VM is off; the console goes on when it starts.");
      // One that leaves the host is off for a moment, and libvirt may tell that before it is gone.
      return !vm.get().persistent() || watched.getAsBoolean();
    }
    return wanted() && !opened(vm.get());
  }

  private boolean wanted() {
    return always || watched.getAsBoolean();
  }

  private void catchUp(Vm vm) {
    LogTail tail = LogTail.read(guest.definition(), vm.startedAt());
    if (tail != null) {
      feed.catchUp(tail);
    }
    feed.begin(UUID.randomUUID().toString());
  }

  /** False to try again. */
  private boolean opened(Vm vm) {
    boolean[] anyway = new boolean[1];
    locked(
        () -> {
          anyway[0] = force;
          force = false;
        });
    Hearing hearing = new Hearing(feed, typist, this::ended);
    SerialConsole console;
    try {
      console = guest.open(anyway[0], hearing);
    } catch (OperationException e) {
      if (!feed.begun()) {
        catchUp(vm);
      }
      return refused(e.failure());
    }
    hearing.begin(console, LogTail.read(guest.definition(), vm.startedAt()));
    locked(
        () -> {
          open = hearing;
          held = false;
        });
    LOG.debug("{}: the serial console is open", name);
    feed.state(State.OPEN, "");
    // It may have ended before it was known here.
    if (hearing.over()) {
      ended(hearing);
    }
    return true;
  }

  private boolean refused(Failure failure) {
    return switch (failure.code()) {
      case IN_USE -> {
        locked(() -> held = true);
        feed.state(State.HELD, words(failure));
        yield false;
      }
      case WRONG_STATE -> {
        feed.state(State.VM_OFF, "The VM is off; the console goes on when it starts.");
        yield false;
      }
      case UNSUPPORTED -> {
        feed.state(State.UNAVAILABLE, words(failure));
        yield true;
      }
      default -> !unavailable(failure);
    };
  }

  /** True: worth another try. */
  private boolean unavailable(Failure failure) {
    feed.begin(UUID.randomUUID().toString());
    feed.state(State.UNAVAILABLE, words(failure));
    return true;
  }

  private static String words(Failure failure) {
    return failure.message() + " " + failure.hint();
  }

  private boolean isOpen() {
    lock.lock();
    try {
      return open != null;
    } finally {
      lock.unlock();
    }
  }

  private void ended(Hearing hearing) {
    locked(
        () -> {
          if (open == hearing) {
            open = null;
            poked = true;
          }
        });
  }

  private void shut() {
    Hearing[] was = new Hearing[1];
    locked(
        () -> {
          was[0] = open;
          open = null;
        });
    if (was[0] != null) {
      was[0].close();
    }
  }
}
