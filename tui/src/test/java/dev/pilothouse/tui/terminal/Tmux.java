package dev.pilothouse.tui.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tmux server of our own with one pane; everything ends with {@link #close}. */
public final class Tmux implements AutoCloseable {

  private final Path socket;

  /**
   * @param directory for the socket; also where the command runs
   */
  public Tmux(Path directory, int columns, int rows, List<String> command) {
    socket = directory.resolve("tmux.sock");
    List<String> start = new ArrayList<>();
    start.addAll(List.of("-f", "/dev/null", "new-session", "-d", "-s", "test"));
    start.addAll(List.of("-x", "" + columns, "-y", "" + rows, "-c", directory.toString(), "--"));
    start.addAll(command);
    run(start);
    run(List.of("set-option", "-g", "status", "off"));
    run(List.of("set-option", "-g", "window-size", "manual"));
    run(List.of("set-option", "-g", "remain-on-exit", "on"));
  }

  public void resize(int columns, int rows) {
    run(List.of("resize-window", "-t", "test", "-x", "" + columns, "-y", "" + rows));
  }

  /** Types keys by tmux's names, such as {@code q}, {@code Down}, {@code C-c}. */
  public void keys(String... keys) {
    List<String> command = new ArrayList<>(List.of("send-keys", "-t", "test"));
    command.addAll(List.of(keys));
    run(command);
  }

  /** The screen as text, a line per row, blanks at line ends left out. */
  public String text() {
    return run(List.of("capture-pane", "-p", "-t", "test"));
  }

  /** The screen with SGR sequences where the style changes. */
  public String styled() {
    return run(List.of("capture-pane", "-p", "-e", "-N", "-t", "test"));
  }

  /** A format such as {@code #{cursor_x}}; see FORMATS in tmux(1). */
  public String query(String format) {
    return run(List.of("display-message", "-p", "-t", "test", format)).strip();
  }

  private String run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
    command.addAll(arguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().remove("TMUX");
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    run(List.of("kill-server"));
  }
}
