package dev.pilothouse.tui;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.session.Commands;
import dev.pilothouse.tui.shell.CommandShell;
import dev.pilothouse.tui.shell.Completions;
import dev.pilothouse.tui.shell.Words;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Commands typed after {@code :} in the text UI: no input, what they print is shown when they end.
 */
final class TypedCommands implements Commands {
  /** A command that follows something is stopped after this time; it has its place in a shell. */
  private static final int SECONDS = 60;

  private static final int MOST_BYTES = 1 << 20;
  private static final int USAGE = 2;

  private final ControlRoom room;
  private final CommandShell shell;

  TypedCommands(ControlRoom room, CommandShell shell) {
    this.room = room;
    this.shell = shell;
  }

  @Override
  public Result run(Principal who, String line, int columns) {
    List<String> words;
    try {
      words = Words.split(line);
    } catch (Words.UnfinishedException e) {
      return new Result(USAGE, "", String.valueOf(e.getMessage()));
    }
    Printed printed = new Printed(columns);
    CompletableFuture<Void> tooLong =
        new CompletableFuture<Void>().completeOnTimeout(null, SECONDS, TimeUnit.SECONDS);
    var unused = tooLong.thenRun(printed::interrupt);
    int status = shell.run(who, words, printed);
    tooLong.cancel(false);
    return new Result(status, printed.out.toString(UTF_8), printed.err.toString(UTF_8));
  }

  @Override
  public List<String> complete(Principal who, String line) {
    return Completions.of(line, line.length(), room).candidates().stream()
        .map(Completions.Candidate::insert)
        .toList();
  }

  /** Streams without a terminal and without input, kept in memory. */
  private static final class Printed implements Reception.CommandStreams {
    private final ByteArrayOutputStream out = new Bounded();
    private final ByteArrayOutputStream err = new Bounded();
    private final int columns;
    private Runnable onInterrupt = () -> {};

    Printed(int columns) {
      this.columns = columns;
    }

    @Override
    public InputStream in() {
      return InputStream.nullInputStream();
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
    public Optional<Reception.TerminalDescription> terminal() {
      return Optional.empty();
    }

    @Override
    public boolean hasInput() {
      return false;
    }

    @Override
    public int columns() {
      return columns;
    }

    @Override
    public synchronized void onInterrupt(Runnable action) {
      onInterrupt = action;
    }

    @Override
    public void onResize(Reception.ResizeListener action) {}

    synchronized void interrupt() {
      onInterrupt.run();
    }
  }

  /** Drops what nobody would read to the end. */
  private static final class Bounded extends ByteArrayOutputStream {
    @Override
    public synchronized void write(int b) {
      if (count < MOST_BYTES) {
        super.write(b);
      }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, Math.max(0, Math.min(length, MOST_BYTES - count)));
    }
  }
}
