package dev.pilothouse.server.channel;

import dev.pilothouse.server.channel.Wire.Stream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/**
 * What a command writes to. Bytes are on their way as soon as the wire is free; the writer waits
 * only while a good deal of them is unsent.
 */
final class CommandOutput extends OutputStream {
  private static final int MOST_UNSENT = 64 * 1024;
  private static final int LARGEST_PIECE = 16 * 1024;

  private final Wire wire;
  private final Stream stream;
  private final Runnable brokenPipe;
  private final Semaphore room = new Semaphore(MOST_UNSENT);

  /**
   * @param brokenPipe runs when a write finds nobody to read it
   */
  CommandOutput(Wire wire, Stream stream, Runnable brokenPipe) {
    this.wire = wire;
    this.stream = stream;
    this.brokenPipe = brokenPipe;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    for (int at = 0; at < length; at += LARGEST_PIECE) {
      int part = Math.min(LARGEST_PIECE, length - at);
      send(Arrays.copyOfRange(bytes, offset + at, offset + at + part));
    }
  }

  private void send(byte[] piece) throws IOException {
    try {
      room.acquire(piece.length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the command was interrupted while it wrote");
    }
    wire.send(stream, piece, () -> room.release(piece.length));
    if (wire.isBroken()) {
      brokenPipe.run();
      throw new IOException("Broken pipe");
    }
  }
}
