package dev.pilothouse.server.channel;

import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.server.channel.Wire.Stream;
import dev.pilothouse.tui.Reception.CommandStreams;
import dev.pilothouse.tui.Reception.ResizeListener;
import dev.pilothouse.tui.Reception.TerminalDescription;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command, or the interactive line shell, on a thread of its own while it runs. */
final class CommandOccupant implements Occupant {
  private static final Logger log = LoggerFactory.getLogger(CommandOccupant.class);
  private static final int UNAVAILABLE = 7;
  private static final int INTERNAL_ERROR = 70;
  private static final byte CTRL_C = 3;
  private static final Duration INTERRUPTED_AFTER = Duration.ofSeconds(10);

  private final House house;
  private final Principal who;
  private final Wire wire;
  private final ClientTerminal terminal;
  private final Optional<List<String>> words;
  private final CommandInput input;
  private final Optional<LineDiscipline> discipline;
  private final Streams streams;
  private final Object interrupts = new Object();
  private @Nullable Runnable onInterrupt;
  private boolean interruptWaits;
  private volatile ResizeListener onResize = (columns, rows) -> {};
  private volatile @Nullable Future<?> running;
  private boolean wasGone;

  /**
   * @param words of the command; empty for the line shell
   * @param done is told of bytes that were read
   */
  CommandOccupant(
      House house,
      Principal who,
      Wire wire,
      ClientTerminal terminal,
      Optional<List<String>> words,
      IntConsumer done) {
    this.house = house;
    this.who = who;
    this.wire = wire;
    this.terminal = terminal;
    this.words = words;
    this.input = new CommandInput(done);
    this.discipline =
        terminal.exists() && words.isPresent()
            ? Optional.of(new LineDiscipline(new Keyboard()))
            : Optional.empty();
    this.streams = new Streams();
  }

  @Override
  public void start() {
    if (!house.commands().tryAcquire()) {
      wire.send(
          Stream.ERR,
          Notice.line("too many commands are running here; try again in a moment"),
          () -> {});
      wire.finish(UNAVAILABLE);
      return;
    }
    running =
        house
            .threads()
            .submit(
                () -> {
                  try {
                    wire.finish(run());
                  } finally {
                    house.commands().release();
                  }
                });
  }

  private int run() {
    try {
      return words.isPresent()
          ? house.reception().run(who, words.get(), streams)
          : house.reception().lineShell(who, streams);
    } catch (RuntimeException | Error e) {
      log.error("A command of {} failed unexpectedly", who.name(), e);
      wire.send(
          Stream.ERR,
          Notice.line("an internal error ended this command; the server's log has the details"),
          () -> {});
      return INTERNAL_ERROR;
    }
  }

  @Override
  public int received(byte[] bytes, int offset, int length) {
    if (discipline.isPresent()) {
      discipline.get().received(bytes, offset, length);
      return length;
    }
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    input.add(copy);
    if (words.isEmpty()) {
      // The line shell reads keys itself; what it runs meanwhile must hear of Ctrl-C as well.
      for (byte b : copy) {
        if (b == CTRL_C) {
          interrupt();
        }
      }
    }
    return 0;
  }

  @Override
  public void inputEnded() {
    input.end();
  }

  @Override
  public void resized(int columns, int rows) {
    onResize.resized(columns, rows);
  }

  @Override
  public void signalled(String name) {
    switch (name) {
      case "KILL" -> {
        cancel();
        wire.finish(128 + 9);
      }
      case "INT", "TERM", "HUP", "QUIT" -> interrupt();
      default -> {
        // nothing that a command here knows
      }
    }
  }

  @Override
  public void gone() {
    synchronized (interrupts) {
      if (wasGone) {
        return;
      }
      wasGone = true;
    }
    input.end();
    interrupt();
    house.after(INTERRUPTED_AFTER, this::cancel);
  }

  @Override
  public void warn(int secondsLeft) {
    if (secondsLeft % 30 == 0 || secondsLeft == 10) {
      wire.send(
          Stream.ERR,
          Notice.line("nothing happens here; this ends in " + secondsLeft + " seconds"),
          () -> {});
    }
  }

  @Override
  public void end(String why) {
    if (!wire.isEnding()) {
      wire.send(Stream.ERR, Notice.line(why), () -> {});
      gone();
      house.after(house.timeouts().farewell(), () -> wire.finish(UNAVAILABLE));
    }
  }

  @Override
  public boolean outputIsActivity() {
    return words.isPresent();
  }

  private void cancel() {
    Future<?> task = running;
    if (task != null) {
      task.cancel(true);
    }
  }

  private void interrupt() {
    Runnable action;
    synchronized (interrupts) {
      action = onInterrupt;
      interruptWaits = action == null;
    }
    if (action != null) {
      action.run();
    }
  }

  private boolean cooked() {
    return discipline.isPresent() && !discipline.get().isRaw();
  }

  /** Where the terminal's line discipline sends what it makes of keys. */
  private final class Keyboard implements LineDiscipline.Side {
    @Override
    public void input(byte[] bytes) {
      input.add(bytes);
    }

    @Override
    public void echo(byte[] bytes) {
      wire.send(Stream.OUT, bytes, () -> {});
    }

    @Override
    public void interrupt() {
      CommandOccupant.this.interrupt();
    }

    @Override
    public void endOfInput() {
      input.end();
    }
  }

  private final class Streams implements CommandStreams {
    private final OutputStream out =
        new CommandOutput(
            wire, Stream.OUT, CommandOccupant.this::cooked, CommandOccupant.this::gone);
    private final OutputStream err =
        new CommandOutput(
            wire, Stream.ERR, CommandOccupant.this::cooked, CommandOccupant.this::gone);

    @Override
    public InputStream in() {
      return input;
    }

    @Override
    public OutputStream out() {
      return out;
    }

    @Override
    public OutputStream err() {
      return err;
    }

    @Override
    public Optional<TerminalDescription> terminal() {
      return terminal.exists() ? Optional.of(terminal.description()) : Optional.empty();
    }

    @Override
    public void onInterrupt(Runnable action) {
      boolean now;
      synchronized (interrupts) {
        onInterrupt = action;
        now = interruptWaits;
        interruptWaits = false;
      }
      if (now) {
        action.run();
      }
    }

    @Override
    public void onResize(ResizeListener action) {
      onResize = action;
    }

    @Override
    public void rawKeys(boolean on) {
      discipline.ifPresent(line -> line.setRaw(on));
    }
  }
}
