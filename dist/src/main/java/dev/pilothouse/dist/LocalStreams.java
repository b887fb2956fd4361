package dev.pilothouse.dist;

import dev.pilothouse.tui.Reception;
import dev.pilothouse.tui.terminal.Interrupt;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** This process's standard streams, for a command. */
final class LocalStreams implements Reception.CommandStreams {
  /** Set by the launcher when all three streams are a terminal: {@code COLUMNSxROWS}. */
  static final String SIZE = "PILOTHOUSE_TERMINAL";

  /** What it is, and how large, Linux tells (proc(5)). */
  private static final Path STDIN = Path.of("/proc/self/fd/0");

  private final FileInputStream in = new FileInputStream(FileDescriptor.in);
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final OutputStream err = new FileOutputStream(FileDescriptor.err);
  private final Optional<Reception.TerminalDescription> terminal;

  LocalStreams(Map<String, String> environment) {
    String size = environment.getOrDefault(SIZE, "");
    if (size.matches("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")) {
      String[] numbers = size.split("x");
      terminal =
          Optional.of(
              new Reception.TerminalDescription(
                  environment.getOrDefault("TERM", ""),
                  Integer.parseInt(numbers[0]),
                  Integer.parseInt(numbers[1]),
                  environment));
    } else {
      terminal = Optional.empty();
    }
  }

  @Override
  public InputStream in() {
    return in;
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
    return terminal;
  }

  @Override
  public boolean inputIsTerminal() {
    try {
      String file = Files.readSymbolicLink(STDIN).toString();
      return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
    } catch (IOException e) {
      return terminal.isPresent();
    }
  }

  @Override
  public long inputSize() {
    try {
      return Files.isRegularFile(STDIN) ? in.getChannel().size() - in.getChannel().position() : -1;
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public void onInterrupt(Runnable action) {
    Interrupt.on(action);
  }

  /** A command's output is fitted to the width that the terminal has when it starts. */
  @Override
  public void onResize(Reception.ResizeListener action) {}
}
