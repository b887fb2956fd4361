package dev.pilothouse.tui.terminal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Reads the terminal on a thread of its own that can be stopped while it waits, so that it takes no
 * key away from an editor. The terminal is opened anew for it: a channel closes when interrupted.
 */
final class TerminalInput {

  private final FileChannel channel;
  private final Thread thread;
  private volatile boolean stopped;

  private TerminalInput(FileChannel channel, Consumer<byte[]> input, Runnable closed) {
    this.channel = channel;
    thread =
        Thread.ofPlatform().daemon().name("terminal-reader").unstarted(() -> read(input, closed));
  }

  static TerminalInput start(Consumer<byte[]> input, Runnable closed) throws IOException {
    TerminalInput reading = new TerminalInput(open(), input, closed);
    reading.thread.start();
    return reading;
  }

  /** Under su the device of standard input may belong to someone else; /dev/tty always opens. */
  private static FileChannel open() throws IOException {
    try {
      return FileChannel.open(Path.of("/dev/tty"), StandardOpenOption.READ);
    } catch (IOException noControllingTerminal) {
      return FileChannel.open(Path.of("/dev/stdin"), StandardOpenOption.READ);
    }
  }

  private void read(Consumer<byte[]> input, Runnable closed) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    try {
      while (channel.read(buffer) >= 0) {
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes).clear();
        input.accept(bytes);
      }
    } catch (IOException e) {
      // Hung up, or stopped.
    }
    if (!stopped) {
      closed.run();
    }
  }

  void stop() {
    stopped = true;
    try {
      channel.close();
    } catch (IOException e) {
      // Then nothing reads any more either.
    }
  }
}
