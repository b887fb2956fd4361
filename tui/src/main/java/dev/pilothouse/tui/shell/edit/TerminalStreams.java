package dev.pilothouse.tui.shell.edit;

import dev.pilothouse.tui.Reception.CommandStreams;
import dev.pilothouse.tui.Reception.ResizeListener;
import dev.pilothouse.tui.Reception.TerminalDescription;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.ExternalTerminal;

/**
 * A person's terminal as JLine drives it, and as the streams of the commands that run on it
 * meanwhile. JLine's external terminal is a line discipline in memory, with one thread that reads;
 * no pseudo terminal of the operating system is opened.
 */
public final class TerminalStreams implements CommandStreams, AutoCloseable {
  private static final int MOST_CELLS = 1000;

  private final TerminalDescription description;
  private final Terminal terminal;
  private final List<Runnable> interrupts = new CopyOnWriteArrayList<>();
  private final List<ResizeListener> resizes = new CopyOnWriteArrayList<>();

  /**
   * @param outer streams with a terminal
   */
  public static TerminalStreams over(CommandStreams outer) throws IOException {
    TerminalDescription description =
        outer.terminal().orElseThrow(() -> new IOException("this needs a terminal"));
    Terminal terminal =
        new ExternalTerminal(
            "pilothouse",
            description.type().isEmpty() ? "dumb" : description.type(),
            outer.in(),
            outer.out(),
            StandardCharsets.UTF_8);
    return new TerminalStreams(outer, description, terminal);
  }

  private TerminalStreams(
      CommandStreams outer, TerminalDescription description, Terminal terminal) {
    this.description = description;
    this.terminal = terminal;
    size(description.columns(), description.rows());
    terminal.handle(Signal.INT, signal -> interrupts.forEach(Runnable::run));
    outer.onInterrupt(() -> terminal.raise(Signal.INT));
    outer.onResize(this::resized);
    terminal.setAttributes(bare(terminal.getAttributes()));
  }

  /** No echo and no line editing; only Ctrl-C is understood. The commands do the rest. */
  private static Attributes bare(Attributes attributes) {
    Attributes bare = new Attributes(attributes);
    bare.setLocalFlag(LocalFlag.ECHO, false);
    bare.setLocalFlag(LocalFlag.ICANON, false);
    bare.setLocalFlag(LocalFlag.ISIG, true);
    bare.setInputFlag(InputFlag.ICRNL, false);
    bare.setOutputFlag(OutputFlag.OPOST, false);
    return bare;
  }

  private void resized(int columns, int rows) {
    size(columns, rows);
    terminal.raise(Signal.WINCH);
    resizes.forEach(listener -> listener.resized(columns, rows));
  }

  private void size(int columns, int rows) {
    terminal.setSize(Size.of(Math.clamp(columns, 1, MOST_CELLS), Math.clamp(rows, 1, MOST_CELLS)));
  }

  /** For JLine's own programs: its line reader and its editor. */
  public Terminal terminalOfJline() {
    return terminal;
  }

  /** Forgets the listeners of the command that just ended. */
  public void nextCommand() {
    interrupts.clear();
    resizes.clear();
  }

  @Override
  public InputStream in() {
    return terminal.input();
  }

  @Override
  public OutputStream out() {
    return terminal.output();
  }

  @Override
  public OutputStream err() {
    return terminal.output();
  }

  @Override
  public Optional<TerminalDescription> terminal() {
    return Optional.of(
        new TerminalDescription(
            description.type(),
            terminal.getColumns(),
            terminal.getRows(),
            description.environment()));
  }

  @Override
  public void onInterrupt(Runnable action) {
    interrupts.add(action);
  }

  @Override
  public void onResize(ResizeListener action) {
    resizes.add(action);
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
