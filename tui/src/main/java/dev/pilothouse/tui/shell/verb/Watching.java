package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.console.keys.KeyLayout;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.tui.console.ConsoleStatus;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.console.GuestConsole;
import dev.pilothouse.tui.console.Typing;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A guest's console in a command's hands. For one thread. */
final class Watching implements AutoCloseable {
  static final Duration OPENED_WITHIN = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int COLUMNS = 160;
  private static final int ROWS = 50;

  private final Call call;
  private final GuestConsole console;
  private final Semaphore changed = new Semaphore(0);

  private Watching(Call call, ConsoleTarget target, KeyLayout layout) {
    this.call = call;
    var unused = call.talk().interrupted().thenRun(changed::release);
    this.console =
        GuestConsole.open(call.room(), call.who(), target, layout, COLUMNS, ROWS, changed::release);
  }

  /** Opened, and something of it is known. */
  static Watching open(Call call, ConsoleTarget target, KeyLayout layout) {
    Watching watching = new Watching(call, target, layout);
    boolean opened = false;
    try {
      watching.awaitOrFail(OPENED_WITHIN, "Its console did not open in time.", Watching::known);
      opened = true;
      return watching;
    } finally {
      if (!opened) {
        watching.close();
      }
    }
  }

  private static boolean known(GuestConsole console) {
    ConsoleStatus status = console.status();
    boolean seen =
        switch (console.target().face()) {
          case SERIAL -> status.keyboard() != null;
          case SCREEN -> status.kind() != null;
        };
    return status.why() == null
        && (seen || (status.condition() != null && !status.condition().words().isEmpty()));
  }

  GuestConsole console() {
    return console;
  }

  /**
   * Waits until it is true of the console.
   *
   * @return false when the time is over
   * @throws CommandException when it cannot come any more, or the person pressed Ctrl-C
   */
  boolean await(Duration most, Predicate<GuestConsole> wanted) {
    long end = System.nanoTime() + most.toNanos();
    while (!wanted.test(console)) {
      ConsoleStatus status = console.status();
      Failure why = status.why();
      if (why != null && status.forGood()) {
        throw new CommandException(ExitStatus.of(why.code()), why.message() + " " + why.hint());
      }
      if (call.talk().interrupted().isDone()) {
        throw CommandException.interrupted("");
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      pause(Math.min(left, LOOK.toNanos()));
    }
    return true;
  }

  void awaitOrFail(Duration most, String otherwise, Predicate<GuestConsole> wanted) {
    if (!await(most, wanted)) {
      ConsoleStatus status = console.status();
      Failure why = status.why();
      throw new CommandException(
          ExitStatus.TIMED_OUT,
          why == null ? otherwise : otherwise + " " + why.message() + " " + why.hint());
    }
  }

  private void pause(long nanos) {
    try {
      if (changed.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        changed.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.interrupted("");
    }
  }

  /** What hinders typing; empty when nothing does. */
  private Optional<String> hindered() {
    ConsoleStatus status = console.status();
    if (status.condition() != null && !status.condition().words().isEmpty()) {
      return Optional.of(status.condition().words());
    }
    String holder = status.keyboard() == null ? null : status.keyboard().holder();
    return status.typing()
        ? Optional.empty()
        : Optional.of(
            (holder == null ? "Nobody" : holder)
                + " has the keyboard; 'console' asks for it, nothing was typed.");
  }

  /** Waits for the keyboard, then types all of it. */
  void type(String text) {
    if (!await(Duration.ofSeconds(2), open -> open.status().typing())) {
      throw new CommandException(ExitStatus.CONFLICT, hindered().orElse("It cannot be typed."));
    }
    String missing = console.missing(text);
    if (!missing.isEmpty()) {
      throw CommandException.usage(
          "The guest's keyboard cannot make: "
              + missing
              + ". Say which keyboard it has with --layout. Nothing was typed.");
    }
    Typing typing = console.type(text);
    boolean unused = await(Duration.ofHours(1), open -> typing.over());
    if (typing.typed() < typing.total()) {
      throw new CommandException(
          ExitStatus.FAILED,
          "Only "
              + typing.typed()
              + " of "
              + typing.total()
              + " characters were typed: "
              + console.status().remark());
    }
  }

  @Override
  public void close() {
    console.close();
  }
}
