package dev.pilothouse.tui;

import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.terminal.Link;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where front doors bring the people they let in. Thread-safe. */
public interface Reception {
  /**
   * Opens the text UI on somebody's terminal. It ends by closing {@code link}. Event-driven: takes
   * no thread while nothing happens.
   *
   * @param publicKey the one they came in with, as a line of authorized_keys (sshd(8)); empty for
   *     any other way
   */
  TuiSession openTui(Principal who, String publicKey, Link link, TerminalDescription terminal);

  /**
   * Runs one command, such as {@code vm start web01}, on the calling thread.
   *
   * @return its exit status, as the command shell's grammar has them
   */
  int run(Principal who, List<String> words, CommandStreams streams);

  /**
   * Runs the interactive line shell on the calling thread until it ends; {@code streams.terminal()}
   * must be there.
   */
  int lineShell(Principal who, CommandStreams streams);

  /** The fleet's images, as this person may see and change them. */
  ImageShelf images(Principal who);

  /**
   * Connects to something of a VM; waits for that, some seconds at most.
   *
   * @param target what the person wants to reach, which is a VM's name in one form or another
   * @param port as the person said it
   * @throws dev.pilothouse.fleet.operation.OperationException says why not
   */
  Passage open(Principal who, String target, int port);

  /** An open connection to something of a VM, both ways at once. Thread-safe. */
  interface Passage extends AutoCloseable {
    /** For the audit, such as {@code port 22 of h1/web01}. */
    String what();

    /**
     * What comes from the VM. Ends when that said so; a connection that broke, and a VM that
     * stopped, are an IOException.
     */
    InputStream in();

    /** Waits while the VM takes no more. Closing it says that no more comes. */
    OutputStream out();

    /** At once, also for threads that wait in it. Harmless twice. */
    @Override
    void close();
  }

  /** A running text UI, as seen by the door. */
  interface TuiSession {
    /** Bytes that the person's terminal sent, in order. */
    void received(byte[] bytes, int offset, int length);

    /** The terminal's new size in cells; any two numbers. */
    void resized(int columns, int rows);

    /** The terminal is gone. */
    void hungUp();

    /**
     * The door will end this session unless a key is pressed. Called about once a second while that
     * is near; to be shown until the next key.
     */
    default void idleWarning(Duration left) {}

    /**
     * Ends soon: restores the terminal, says {@code why} in a line, closes the link. The door does
     * these itself when it takes long.
     */
    default void end(String why) {}
  }

  /**
   * The terminal as its owner described it.
   *
   * @param type the value of TERM
   * @param columns as told, which may be nonsense
   * @param environment such of LANG, LC_ALL, COLORTERM, NO_COLOR as is known
   */
  record TerminalDescription(String type, int columns, int rows, Map<String, String> environment) {
    public TerminalDescription {
      environment = Map.copyOf(environment);
    }
  }

  /**
   * What a command reads and writes. A terminal behind them is bare: nobody echoes or collects
   * lines, and a new line is CR LF. Only Ctrl-C is not among the bytes: it is an interrupt.
   */
  interface CommandStreams {
    InputStream in();

    OutputStream out();

    OutputStream err();

    /** The terminal behind the streams, if there is one. */
    Optional<TerminalDescription> terminal();

    /** Whether anything can come from {@link #in}: not after {@code :} in the text UI. */
    default boolean hasInput() {
      return true;
    }

    /** Whether {@link #in} is somebody's keyboard, which sends no files. */
    default boolean inputIsTerminal() {
      return terminal().isPresent();
    }

    /** How many bytes {@link #in} has when it is a file; -1 when nobody knows. */
    default long inputSize() {
      return -1;
    }

    /** Cells into which tables are to fit; 0 when they need not. */
    default int columns() {
      return terminal().map(TerminalDescription::columns).orElse(0);
    }

    /**
     * Calls {@code action} when the person presses Ctrl-C or the connection ends; once for every
     * time.
     */
    void onInterrupt(Runnable action);

    /** Calls {@code action} with columns and rows when the terminal's size changes. */
    void onResize(ResizeListener action);
  }

  /** Hears a terminal's new size in cells. */
  @FunctionalInterface
  interface ResizeListener {
    void resized(int columns, int rows);
  }
}
