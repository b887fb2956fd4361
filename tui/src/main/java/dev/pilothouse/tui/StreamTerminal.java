package dev.pilothouse.tui;

import dev.pilothouse.tui.Reception.CommandStreams;
import dev.pilothouse.tui.Reception.TuiSession;
import dev.pilothouse.tui.terminal.Link;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A command's streams as the terminal of a text UI. */
final class StreamTerminal implements Link {
  private static final byte[] CTRL_C = {3};
  private static final int PIECE = 4096;

  private final CommandStreams streams;
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();

  private StreamTerminal(CommandStreams streams) {
    this.streams = streams;
  }

  /**
   * Runs a text UI on them, on the calling thread, until it ends.
   *
   * @return its exit status
   */
  static int run(CommandStreams streams, Function<Link, TuiSession> opening) {
    StreamTerminal terminal = new StreamTerminal(streams);
    TuiSession session = opening.apply(terminal);
    streams.onInterrupt(() -> session.received(CTRL_C, 0, CTRL_C.length));
    streams.onResize(session::resized);
    Thread.ofVirtual().name("console-keys").start(() -> terminal.read(session));
    return terminal.closed.join();
  }

  private void read(TuiSession session) {
    byte[] piece = new byte[PIECE];
    try {
      for (int read = streams.in().read(piece); read >= 0; read = streams.in().read(piece)) {
        session.received(piece, 0, read);
      }
    } catch (IOException e) {
      // The same as its end: nobody types any more.
    }
    session.hungUp();
  }

  @Override
  public void write(byte[] bytes, Runnable written) {
    Thread.ofVirtual()
        .name("console-picture")
        .start(
            () -> {
              try {
                streams.out().write(bytes);
                streams.out().flush();
              } catch (IOException e) {
                closed.complete(0);
              } finally {
                written.run();
              }
            });
  }

  @Override
  public void close(int exitStatus) {
    closed.complete(exitStatus);
  }
}
