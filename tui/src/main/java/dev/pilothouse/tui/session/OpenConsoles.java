package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.console.keys.KeyLayout;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.console.Consoles;
import dev.pilothouse.tui.console.GuestConsole;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.console.ConsoleScreen;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The consoles of one session: open as long as a screen shows them. For its mailbox alone. */
final class OpenConsoles implements Consoles {
  /** Between two pictures of a guest that prints without end; the first comes at once. */
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private final SessionHub hub;
  private final Principal who;
  private final Runnable repaint;
  private final LongSupplier nanos;
  private final Map<ConsoleTarget, GuestConsole> open = new HashMap<>();
  private final AtomicBoolean rung = new AtomicBoolean();
  private volatile long lastRung;

  /**
   * @param repaint asks for a picture; from any thread
   */
  OpenConsoles(SessionHub hub, Principal who, Runnable repaint) {
    this.hub = hub;
    this.who = who;
    this.repaint = repaint;
    this.nanos = hub.nanos();
    this.lastRung = nanos.getAsLong() - PACE_NANOS;
  }

  @Override
  public @Nullable GuestConsole of(ConsoleTarget target) {
    return open.get(target);
  }

  void open(ConsoleTarget target, int columns, int rows) {
    open.computeIfAbsent(target, wanted -> opened(hub.room(), wanted, columns, rows));
  }

  private GuestConsole opened(ControlRoom room, ConsoleTarget target, int columns, int rows) {
    return GuestConsole.open(room, who, target, KeyLayout.us(), columns, rows, this::changed);
  }

  void in(ConsoleTarget target, Consumer<GuestConsole> deed) {
    GuestConsole console = open.get(target);
    if (console != null) {
      console.seen();
      deed.accept(console);
    }
  }

  /** Often, on any thread: many changes are one picture. */
  private void changed() {
    if (rung.compareAndSet(false, true)) {
      long due = Math.max(nanos.getAsLong(), lastRung + PACE_NANOS);
      if (due <= nanos.getAsLong()) {
        ring();
      } else {
        hub.wakeAt(due, this::ring);
      }
    }
  }

  private void ring() {
    lastRung = nanos.getAsLong();
    rung.set(false);
    repaint.run();
  }

  /** Closes those that no screen shows any more. */
  void keep(List<Screen> screens) {
    if (open.isEmpty()) {
      return;
    }
    Set<ConsoleTarget> shown =
        screens.stream()
            .filter(ConsoleScreen.class::isInstance)
            .map(screen -> ((ConsoleScreen) screen).target())
            .collect(Collectors.toSet());
    open.entrySet()
        .removeIf(
            entry -> {
              boolean gone = !shown.contains(entry.getKey());
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
  }

  void close() {
    keep(List.of());
  }
}
