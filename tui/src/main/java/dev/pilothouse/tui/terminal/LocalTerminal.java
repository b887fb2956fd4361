package dev.pilothouse.tui.terminal;

import com.googlecode.lanterna.TerminalSize;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * This process's own terminal: raw bytes in and out, its size, and its state given back on every
 * way out (close, exit, an exception, SIGINT, SIGTERM, SIGHUP). In raw mode Ctrl-C and Ctrl-Z are
 * keys.
 */
public final class LocalTerminal implements Link, AutoCloseable {

  /** Told on threads of the terminal's; hands over quickly. */
  public interface Listener {
    void input(byte[] bytes);

    /** The size changed, or the screen has to be painted anew after someone else used it. */
    void resized(TerminalSize size);

    /** The terminal is gone: no more input will come. */
    void closed();
  }

  private static final String WINDOW_CHANGED = "WINCH";
  private static final String CONTINUED = "CONT";

  private final Terminal terminal;
  private final Attributes original;
  private final Capabilities capabilities;
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("terminal-writer").factory());
  private final Thread restore = new Thread(this::giveBack, "terminal-restore");
  private @Nullable Listener listener;
  private @Nullable TerminalInput input;
  private @Nullable Object previousWindowChanged;
  private @Nullable Object previousContinued;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private volatile boolean taken;
  private volatile int rows = 24;

  private LocalTerminal(Terminal terminal, Capabilities capabilities) {
    this.terminal = terminal;
    this.capabilities = capabilities;
    original = terminal.getAttributes();
  }

  /**
   * Opens the terminal on standard input and output; nothing changes on it before {@link #start}.
   *
   * @param environment the process's, for {@link Capabilities#of}
   * @throws IOException if there is no terminal or one without a movable cursor; the message says
   *     what to do
   */
  public static LocalTerminal open(Map<String, String> environment) throws IOException {
    String term = environment.getOrDefault("TERM", "");
    if (!Capabilities.isUsable(term)) {
      throw new IOException(
          "The terminal type (TERM="
              + (term.isEmpty() ? "not set" : term)
              + ") has no screen to draw on. Set TERM to what your terminal is, such as"
              + " xterm-256color, or use the commands: pilothouse help");
    }
    try {
      Terminal terminal =
          TerminalBuilder.builder()
              .system(true)
              .systemOutput(TerminalBuilder.SystemOutput.ForcedSysOut)
              .dumb(false)
              .exec(false)
              .nativeSignals(false)
              .graphemeCluster(false)
              .build();
      return new LocalTerminal(terminal, Capabilities.of(environment));
    } catch (IOException | IllegalStateException e) {
      throw new IOException(
          "Standard input and output are not a terminal. Start it in one, or use the commands:"
              + " pilothouse help",
          e);
    }
  }

  public Capabilities capabilities() {
    return capabilities;
  }

  /** Columns and rows as the terminal tells them; 80x24 if it does not. */
  public TerminalSize size() {
    Size size = terminal.getSize();
    if (size.getColumns() <= 0 || size.getRows() <= 0) {
      return new TerminalSize(80, 24);
    }
    rows = size.getRows();
    return new TerminalSize(size.getColumns(), size.getRows());
  }

  /** Takes the screen and the keys; once. */
  public synchronized void start(Listener newListener) throws IOException {
    listener = newListener;
    Runtime.getRuntime().addShutdownHook(restore);
    previousWindowChanged = Signals.register(WINDOW_CHANGED, () -> newListener.resized(size()));
    previousContinued = Signals.register(CONTINUED, this::continued);
    take();
  }

  @Override
  public void write(byte[] bytes, Runnable written) {
    try {
      writer.execute(
          () -> {
            try {
              if (taken) { // else someone else uses the screen, and a repaint follows
                out.write(bytes);
              }
            } catch (IOException gone) {
              // The reader sees the end as well, and says so.
            } finally {
              written.run();
            }
          });
    } catch (RejectedExecutionException closed) {
      written.run();
    }
  }

  /**
   * The session here is over: {@link #await} returns. The terminal is restored by {@link #close()}.
   */
  @Override
  public void close(int exitStatus) {
    ended.complete(exitStatus);
  }

  /** Waits for the end of the session and answers with its exit status. */
  public int await() throws InterruptedException {
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is only ever completed", e);
    }
  }

  /**
   * Gives the terminal back, runs {@code body} (an editor, a shell), takes it again and asks for a
   * repaint. Nothing reads the keys meanwhile.
   */
  public void outside(Body body) throws IOException {
    giveBack();
    try {
      body.run();
    } finally {
      takeAgain();
    }
  }

  /** What is done while somebody else has the terminal. */
  @FunctionalInterface
  public interface Body {
    void run() throws IOException;
  }

  /** What Ctrl-Z does in a shell: the whole foreground job stops until {@code fg}. */
  public void suspend() throws IOException {
    outside(
        () -> {
          try {
            new ProcessBuilder(List.of("kill", "-TSTP", "0")).inheritIO().start().waitFor();
          } catch (IOException e) {
            // No kill program: nothing happens, as under a shell without job control.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Restores the terminal; more than once does no harm. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(1, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    giveBack();
    if (previousWindowChanged != null) {
      Signals.unregister(WINDOW_CHANGED, previousWindowChanged);
      Signals.unregister(CONTINUED, previousContinued);
    }
    try {
      Runtime.getRuntime().removeShutdownHook(restore);
    } catch (IllegalStateException shuttingDown) {
      // It runs, or ran.
    }
    try {
      terminal.close();
    } catch (IOException | IOError e) {
      // Already gone.
    }
  }

  private synchronized void continued() {
    try {
      if (taken) { // stopped from outside, without our having given the terminal back
        takeAgain();
      }
    } catch (IOException e) {
      tellClosed();
    }
  }

  private synchronized void takeAgain() throws IOException {
    take();
    if (listener != null) {
      listener.resized(size());
    }
  }

  private synchronized void take() throws IOException {
    raw();
    out.write(TerminalModes.enter(capabilities));
    taken = true;
    if (input == null && listener != null) {
      input = TerminalInput.start(listener::input, this::tellClosed);
    }
  }

  private void tellClosed() {
    Listener told = listener;
    if (told != null) {
      told.closed();
    }
  }

  /** As cfmakeraw(3): bytes come as they are typed, and go as they are written. */
  private void raw() {
    Attributes raw = new Attributes(original);
    raw.setInputFlags(
        EnumSet.of(
            Attributes.InputFlag.IGNBRK,
            Attributes.InputFlag.BRKINT,
            Attributes.InputFlag.PARMRK,
            Attributes.InputFlag.ISTRIP,
            Attributes.InputFlag.INLCR,
            Attributes.InputFlag.IGNCR,
            Attributes.InputFlag.ICRNL,
            Attributes.InputFlag.IXON),
        false);
    raw.setOutputFlag(Attributes.OutputFlag.OPOST, false);
    raw.setLocalFlags(
        EnumSet.of(
            Attributes.LocalFlag.ECHO,
            Attributes.LocalFlag.ECHONL,
            Attributes.LocalFlag.ICANON,
            Attributes.LocalFlag.ISIG,
            Attributes.LocalFlag.IEXTEN),
        false);
    raw.setControlChar(Attributes.ControlChar.VMIN, 1);
    raw.setControlChar(Attributes.ControlChar.VTIME, 0);
    terminal.setAttributes(raw);
  }

  /** Also runs at exit, beside JLine's own hook: the terminal may be closed already. */
  private synchronized void giveBack() {
    if (!taken) {
      return;
    }
    taken = false;
    try {
      out.write(TerminalModes.leave(capabilities, rows));
      terminal.setAttributes(original);
    } catch (IOException | IOError | IllegalStateException gone) {
      // A terminal that hung up has nothing to restore; JLine restored what it closed.
    }
    if (input != null) {
      input.stop();
      input = null;
    }
  }
}
