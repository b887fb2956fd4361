package dev.pilothouse.tui.shell;

import dev.pilothouse.tui.Reception.CommandStreams;
import dev.pilothouse.tui.Reception.ResizeListener;
import dev.pilothouse.tui.Reception.TerminalDescription;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody at the other end of a command's streams. */
final class Person implements CommandStreams {
  private final Optional<TerminalDescription> terminal;
  private final InputStream in;
  private final PipedOutputStream keys = new PipedOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Runnable> interrupts = new CopyOnWriteArrayList<>();
  private boolean gone;

  private Person(Optional<TerminalDescription> terminal, Optional<String> input) {
    this.terminal = terminal;
    try {
      this.in =
          input.isPresent()
              ? new ByteArrayInputStream(input.get().getBytes(StandardCharsets.UTF_8))
              : new PipedInputStream(keys, 1 << 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A script that sends bytes as it pleases. */
  static Person sending(InputStream in) {
    return new Person(Optional.empty(), in);
  }

  private Person(Optional<TerminalDescription> terminal, InputStream in) {
    this.terminal = terminal;
    this.in = in;
  }

  /** A script, which sends {@code input}. */
  static Person script(String input) {
    return new Person(Optional.empty(), Optional.of(input));
  }

  /** Somebody at a terminal of this size, who has typed {@code keys} already. */
  static Person at(int columns, int rows, String keys) {
    Person person =
        new Person(
            Optional.of(new TerminalDescription("xterm-256color", columns, rows, Map.of())),
            Optional.empty());
    person.type(keys);
    return person;
  }

  void type(String text) {
    try {
      keys.write(text.getBytes(StandardCharsets.UTF_8));
      keys.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void hangUp() {
    try {
      keys.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void interrupt() {
    interrupts.forEach(Runnable::run);
  }

  /** From now on nobody reads what is written. */
  Person goAway() {
    gone = true;
    return this;
  }

  String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String messages() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (gone) {
          throw new IOException("Broken pipe");
        }
        out.write(bytes, offset, length);
      }
    };
  }

  @Override
  public OutputStream err() {
    return err;
  }

  @Override
  public Optional<TerminalDescription> terminal() {
    return terminal;
  }

  @Override
  public void onInterrupt(Runnable action) {
    interrupts.add(action);
  }

  @Override
  public void onResize(ResizeListener action) {
    // The terminals of these tests keep their size.
  }
}
