package dev.pilothouse.server.channel;

import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.server.channel.Wire.Stream;
import dev.pilothouse.tui.Reception.CommandStreams;
import dev.pilothouse.tui.Reception.ResizeListener;
import dev.pilothouse.tui.Reception.TerminalDescription;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs on a thread of its own: one command, the interactive line shell, or SFTP. */
final class CommandOccupant implements Occupant {
  /** What it does; answers with its exit status. */
  @FunctionalInterface
  interface Job {
    int run(CommandStreams streams);
  }

  private static final Logger log = LoggerFactory.getLogger(CommandOccupant.class);
  private static final int UNAVAILABLE = 7;
  private static final int INTERNAL_ERROR = 70;
  private static final int INTERRUPTED = 128 + 2;

  /** 128 and the number of SIGKILL. */
  private static final int KILLED = 128 + 9;

  private static final int BROKEN_PIPE = 128 + 13;
  private static final byte CTRL_C = 3;
  private static final Duration INTERRUPTED_AFTER = Duration.ofSeconds(10);

  private final House house;
  private final Principal who;
  private final Wire wire;
  private final ClientTerminal terminal;
  private final Job job;
  private final boolean outputIsActivity;
  private final ClientInput input;
  private final Streams streams;
  private final Object interrupts = new Object();
  private @Nullable Runnable onInterrupt;
  private boolean interruptWaits;
  private volatile ResizeListener onResize = (columns, rows) -> {};
  private volatile @Nullable Future<?> running;
  private volatile boolean killed;
  private boolean wasGone;

  /**
   * @param outputIsActivity as {@link Occupant#outputIsActivity}
   * @param done is told of bytes that were read
   */
  CommandOccupant(
      House house,
      Principal who,
      Wire wire,
      ClientTerminal terminal,
      Job job,
      boolean outputIsActivity,
      IntConsumer done) {
    this.house = house;
    this.who = who;
    this.wire = wire;
    this.terminal = terminal;
    this.job = job;
    this.outputIsActivity = outputIsActivity;
    this.input = new ClientInput(done);
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
                    wire.finish(seen(run()));
                  } finally {
                    house.commands().release();
                  }
                });
  }

  private int run() {
    try {
      return job.run(streams);
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
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    int dropped = 0;
    if (terminal.exists()) {
      byte[] keys = withoutCtrlC(copy);
      dropped = copy.length - keys.length;
      copy = keys;
    }
    input.add(copy);
    for (int i = 0; i < dropped; i++) {
      interrupt();
    }
    return dropped;
  }

  private static byte[] withoutCtrlC(byte[] keys) {
    ByteArrayOutputStream others = new ByteArrayOutputStream(keys.length);
    for (byte key : keys) {
      if (key != CTRL_C) {
        others.write(key);
      }
    }
    return others.toByteArray();
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
        killed = true; // before the cancelled command says how it ended, too
        cancel();
        wire.finish(KILLED);
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
    if (terminal.exists()) {
      input.end();
    } else {
      input.breakOff(); // half of a file must not pass for the whole
    }
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
    return outputIsActivity;
  }

  /** What the client is told of a command that ended with {@code status}. */
  private int seen(int status) {
    if (killed) {
      return KILLED;
    }
    return wire.isBroken() && status == INTERRUPTED ? BROKEN_PIPE : status;
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

  private final class Streams implements CommandStreams {
    private final OutputStream out =
        new CommandOutput(wire, Stream.OUT, CommandOccupant.this::gone);
    private final OutputStream err =
        new CommandOutput(wire, Stream.ERR, CommandOccupant.this::gone);

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
  }
}
