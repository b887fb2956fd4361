package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.tui.Reception.CommandStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The conversation of one command: results on stdout; messages, progress and questions on stderr.
 * Whatever goes to stderr is made visible here.
 */
public final class Talk {
  private static final int MOST_COLUMNS = 1000;
  private static final int CTRL_C = 3;
  private static final int CTRL_D = 4;

  private final CommandStreams streams;
  private final boolean raw;
  private final boolean onTerminal;
  private final AtomicInteger columns = new AtomicInteger();
  private final CompletableFuture<Void> interrupted = new CompletableFuture<>();
  private boolean progressShown;

  /**
   * @param raw nobody turns line feeds into new lines, echoes what is typed or collects it into
   *     lines: the terminal at the other end of an SSH connection
   */
  public Talk(CommandStreams streams, boolean raw) {
    this.streams = streams;
    this.onTerminal = streams.terminal().isPresent();
    this.raw = raw && onTerminal;
    columns.set(streams.columns());
    streams.onResize((width, height) -> columns.set(width));
    streams.onInterrupt(() -> interrupted.complete(null));
  }

  /** Whether a person looks at this, who can be asked. */
  public boolean onTerminal() {
    return onTerminal;
  }

  public CommandStreams streams() {
    return streams;
  }

  /** Columns to fit into; 0 when there is nothing to fit into. */
  public int width() {
    int width = columns.get();
    return width < 20 ? 0 : Math.min(width, MOST_COLUMNS);
  }

  /** Whether there is a stdin to read. */
  public boolean hasInput() {
    return streams.hasInput();
  }

  /** Whether a file can be sent on stdin. */
  public boolean takesFile() {
    return streams.hasInput() && !streams.inputIsTerminal();
  }

  /** Done when the person has pressed Ctrl-C or is gone. */
  public CompletableFuture<Void> interrupted() {
    return interrupted;
  }

  /**
   * Prints a result, which holds nothing that a terminal must not see.
   *
   * @throws GoneException when nobody reads any more
   */
  public void result(String text) {
    clearProgress();
    write(streams.out(), text);
  }

  /** Tells the person something; lines of it are shown as lines. */
  public void say(String message) {
    clearProgress();
    StringBuilder lines = new StringBuilder();
    message.lines().forEach(line -> lines.append(Visible.line(line)).append('\n'));
    tell(lines.toString());
  }

  /** On a terminal, replaces the line that shows how far things are; else does nothing. */
  public void progress(String line) {
    if (onTerminal) {
      int room = width() == 0 ? 79 : width() - 1;
      tell("\r" + TableText.fit(Visible.line(line), room) + "\u001b[K");
      progressShown = true;
    }
  }

  private void clearProgress() {
    if (progressShown) {
      progressShown = false;
      tell("\r\u001b[K");
    }
  }

  /**
   * Asks on a terminal and waits for a line.
   *
   * @return empty when there is no terminal, nothing more comes, or the person pressed Ctrl-C
   */
  public Optional<String> ask(String question) {
    if (!onTerminal) {
      return Optional.empty();
    }
    clearProgress();
    tell(Visible.line(question) + " ");
    return whileReading(() -> readLine(streams.in()));
  }

  /**
   * All of stdin.
   *
   * @return empty when it is longer than {@code most} bytes or the person pressed Ctrl-C
   */
  public Optional<byte[]> readAll(int most) {
    return whileReading(
        () -> {
          byte[] bytes = streams.in().readNBytes(most + 1);
          return bytes.length > most ? Optional.empty() : Optional.of(bytes);
        });
  }

  private interface Reading<T> {
    Optional<T> read() throws IOException;
  }

  /** Reads elsewhere, because a blocked read cannot be woken by Ctrl-C. */
  private <T> Optional<T> whileReading(Reading<T> reading) {
    CompletableFuture<Optional<T>> read = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("pilothouse-stdin")
        .start(
            () -> {
              try {
                read.complete(reading.read());
              } catch (IOException e) {
                read.complete(Optional.empty());
              }
            });
    CompletableFuture.anyOf(read, interrupted).join();
    return read.getNow(Optional.empty());
  }

  private Optional<String> readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int b = in.read();
      if (b == CTRL_C && raw) {
        interrupted.complete(null);
        return Optional.empty();
      }
      if (b < 0 || (b == CTRL_D && raw && line.size() == 0)) {
        echo("\n");
        return line.size() == 0
            ? Optional.empty()
            : Optional.of(line.toString(StandardCharsets.UTF_8));
      }
      if (b == '\n' || b == '\r') {
        echo("\n");
        return Optional.of(line.toString(StandardCharsets.UTF_8));
      }
      if ((b == 0x7f || b == '\b') && raw) {
        if (line.size() > 0) {
          echo("\b \b");
          String shorter = shorter(line.toString(StandardCharsets.UTF_8));
          line.reset();
          line.writeBytes(shorter.getBytes(StandardCharsets.UTF_8));
        }
      } else if (b >= ' ') {
        line.write(b);
        if (b < 0x80) {
          echo(Character.toString(b));
        }
      }
    }
  }

  private static String shorter(String text) {
    return text.substring(0, text.offsetByCodePoints(text.length(), -1));
  }

  private void echo(String text) {
    if (raw) {
      tell(text);
    }
  }

  /** Messages are a courtesy: when stderr is gone the command still does what it was asked. */
  private void tell(String text) {
    try {
      write(streams.err(), text);
    } catch (GoneException e) {
      progressShown = false;
    }
  }

  private synchronized void write(OutputStream to, String text) {
    String onWire = raw ? text.replace("\r\n", "\n").replace("\n", "\r\n") : text;
    try {
      to.write(onWire.getBytes(StandardCharsets.UTF_8));
      to.flush();
    } catch (IOException e) {
      throw new GoneException(e);
    }
    if (to instanceof PrintStream print && print.checkError()) {
      throw new GoneException();
    }
  }
}
