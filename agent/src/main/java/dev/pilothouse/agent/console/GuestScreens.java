package dev.pilothouse.agent.console;

import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.agent.screen.ScreenReader;
import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleNews.State;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.console.keys.Chord;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.StreamLink;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One VM's screen and all who look at it: read once for all, often while it changes, rarely while
 * it is still, never while nobody looks. Thread-safe.
 */
final class GuestScreens {
  private static final Logger LOG = LoggerFactory.getLogger(GuestScreens.class);
  private static final Duration BUSY = Duration.ofMillis(200);
  private static final Duration STILL = Duration.ofSeconds(1);

  /** After so long without a change it is still. */
  private static final Duration CALM = Duration.ofSeconds(5);

  /** How long a key is held, and how long until the next: what a PS/2 keyboard follows. */
  private static final Duration HOLD = Duration.ofMillis(10);

  private static final Duration GAP = Duration.ofMillis(15);

  private final UUID vm;
  private final String name;
  private final Consoles consoles;
  private final ScreenReader reader;
  private final Keyboard keyboard;
  private final List<ScreenViewer> viewers = new CopyOnWriteArrayList<>();
  private final Semaphore bell = new Semaphore(0);
  private volatile int columns = 80;
  private volatile int rows = 24;
  private volatile @Nullable GuestScreen newest;
  private ConsoleNews.Condition condition = new ConsoleNews.Condition(State.OPEN, "");
  private boolean reading;

  GuestScreens(UUID vm, String name, Consoles consoles) {
    this.vm = vm;
    this.name = name;
    this.consoles = consoles;
    this.reader = new ScreenReader(consoles);
    this.keyboard = new Keyboard(name);
  }

  void join(OpenConsole order, Principal who, StreamLink link) {
    ScreenViewer viewer = new ScreenViewer(who, link);
    LOG.info(
        "{}: {} {} the screen",
        name,
        Visible.line(who.name()),
        order.typing() ? "opens" : "watches");
    synchronized (this) {
      viewers.add(viewer);
      viewer.tell(condition);
      GuestScreen known = newest;
      if (known != null) {
        viewer.show(known);
      }
      keyboard.join(viewer, order.typing());
      viewer.start(wish -> heed(viewer, wish), () -> left(viewer));
      if (!reading) {
        reading = true;
        Thread.ofVirtual().name("screen-" + name).start(this::watch);
      }
    }
    bell.release();
  }

  private void left(ScreenViewer viewer) {
    LOG.info("{}: {} leaves the screen", name, Visible.line(viewer.who().name()));
    viewers.remove(viewer);
    keyboard.leave(viewer);
    bell.release();
  }

  /** The VM started, stopped or moved: never blocks. */
  void poke() {
    bell.release();
  }

  void close(String why) {
    viewers.forEach(viewer -> viewer.abort(why));
  }

  private void watch() {
    long changedAt = System.nanoTime();
    try {
      while (goesOn()) {
        if (look()) {
          changedAt = System.nanoTime();
        }
        boolean calm = System.nanoTime() - changedAt > CALM.toNanos();
        bell.drainPermits();
        if (bell.tryAcquire((calm ? STILL : BUSY).toMillis(), TimeUnit.MILLISECONDS)) {
          changedAt = System.nanoTime();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean goesOn() {
    reading = !viewers.isEmpty();
    if (!reading) {
      newest = null;
      reader.forget(vm);
    }
    return reading;
  }

  /** Whether it changed. */
  private boolean look() {
    try {
      GuestScreen now = reader.read(vm, columns, rows);
      become(new ConsoleNews.Condition(State.OPEN, ""));
      if (now == newest) {
        return false;
      }
      newest = now;
      viewers.forEach(viewer -> viewer.show(now));
      return true;
    } catch (OperationException e) {
      String words = e.failure().message() + " " + e.failure().hint();
      switch (e.failure().code()) {
        case NOT_FOUND -> close("the VM is not on this host any more");
        case WRONG_STATE ->
            become(
                new ConsoleNews.Condition(
                    State.VM_OFF, "It does not run; its screen comes when it is started."));
        default -> become(new ConsoleNews.Condition(State.UNAVAILABLE, words));
      }
      return false;
    }
  }

  private synchronized void become(ConsoleNews.Condition next) {
    if (!next.equals(condition)) {
      condition = next;
      viewers.forEach(viewer -> viewer.tell(next));
    }
  }

  private void heed(ScreenViewer viewer, ConsoleWish wish) {
    switch (wish) {
      case ConsoleWish.Strike strike -> strike(viewer, strike.chords());
      case ConsoleWish.Fit fit -> {
        columns = Math.clamp(fit.columns(), 10, GuestScreen.MOST);
        rows = Math.clamp(fit.rows(), 5, GuestScreen.MOST);
        bell.release();
      }
      case ConsoleWish.TakePhotograph take -> viewer.tell(photograph());
      case ConsoleWish.AskKeyboard ask -> keyboard.ask(viewer);
      case ConsoleWish.Answer answer -> keyboard.answer(viewer, answer.given());
      case ConsoleWish.TakeKeyboard take -> keyboard.take(viewer, take.reason());
      case ConsoleWish.LeaveKeyboard leave -> keyboard.letGo(viewer);
      case ConsoleWish.OpenAnyway anyway -> {}
      case ConsoleWish.Type type ->
          viewer.tell(new ConsoleNews.Remark("A screen takes keys, not characters."));
    }
  }

  private ConsoleNews photograph() {
    try {
      byte[] png = reader.photograph(vm);
      return png.length > ConsoleNews.Photograph.MOST
          ? new ConsoleNews.Remark("Its picture has " + png.length + " bytes: too many to send.")
          : new ConsoleNews.Photograph(png);
    } catch (OperationException e) {
      return new ConsoleNews.Remark(e.failure().message() + " " + e.failure().hint());
    }
  }

  /** On the viewer's own thread: who types more waits. */
  private void strike(ScreenViewer viewer, List<Chord> chords) {
    if (!keyboard.holds(viewer)) {
      viewer.tell(new ConsoleNews.Remark("Somebody else has the keyboard, or nobody: ask for it."));
    } else if (chords.size() > ConsoleWish.MOST_STRUCK) {
      viewer.tell(new ConsoleNews.Remark("That is too much at once; nothing of it was typed."));
    } else {
      try {
        for (Chord chord : chords) {
          consoles.press(vm, chord.codes(), HOLD);
          TimeUnit.NANOSECONDS.sleep(HOLD.plus(GAP).toNanos());
        }
        bell.release();
      } catch (OperationException e) {
        viewer.tell(new ConsoleNews.Remark("The key was not pressed: " + e.failure().message()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    viewer.tell(new ConsoleNews.Struck(1));
  }
}
