package dev.pilothouse.server.channel;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way out of a channel: bytes in order, one write at a time, then the exit status. Nobody waits
 * here; whoever sends is told when the transport took the bytes. Thread-safe.
 */
final class Wire {
  /** Which of the channel's two streams. */
  enum Stream {
    OUT,
    ERR
  }

  /** What the channel does for its wire. */
  interface Port {
    /** Runs {@code done} exactly once, when the bytes were taken or cannot be. */
    void write(Stream stream, byte[] bytes, Runnable done);

    /** Sends the exit status, end of file and close. */
    void finish(int exitStatus);
  }

  private static final int LARGEST_WRITE = 32 * 1024;

  private static final class Piece {
    final Stream stream;
    final byte[] bytes;
    final Runnable sent;

    Piece(Stream stream, byte[] bytes, Runnable sent) {
      this.stream = stream;
      this.bytes = bytes;
      this.sent = sent;
    }
  }

  private final Port port;
  private final ConcurrentLinkedQueue<Piece> pieces = new ConcurrentLinkedQueue<>();
  private final AtomicInteger work = new AtomicInteger();
  private volatile boolean writing;
  private volatile boolean broken;
  private volatile boolean discarding;
  private volatile boolean ending;
  private volatile int exitStatus;
  private volatile long progressAt = System.nanoTime();
  private boolean finished;

  Wire(Port port) {
    this.port = port;
  }

  /** Takes the array over. Runs {@code sent} exactly once, on any thread, also when it is lost. */
  void send(Stream stream, byte[] bytes, Runnable sent) {
    if (ending || isBroken() || bytes.length == 0) {
      sent.run();
    } else {
      pieces.add(new Piece(stream, bytes, sent));
      run();
    }
  }

  /** Ends the channel after what was sent; only the first call counts. */
  void finish(int status) {
    if (!ending) {
      exitStatus = status;
      ending = true;
      run();
    }
  }

  /** The channel is gone: nothing will be sent any more. */
  void breakOff() {
    broken = true;
    run();
  }

  /** The client wants no more bytes; the exit status it still gets. */
  void discard() {
    discarding = true;
    run();
  }

  /** The peer made room: what waits is not stalled. */
  void progressed() {
    progressAt = System.nanoTime();
  }

  /** For how long a write has waited without the peer taking any of it, in nanoseconds. */
  long stalledFor(long now) {
    return writing ? now - progressAt : 0;
  }

  /** True when nobody reads what is sent. */
  boolean isBroken() {
    return broken || discarding;
  }

  boolean isEnding() {
    return ending;
  }

  // One thread at a time steps, and steps once for every call: no lock is held while others' code
  // runs, and a write that completes at once does not nest.
  private void run() {
    if (work.getAndIncrement() == 0) {
      do {
        step();
      } while (work.decrementAndGet() != 0);
    }
  }

  private void step() {
    if (isBroken()) {
      for (Piece lost = pieces.poll(); lost != null; lost = pieces.poll()) {
        lost.sent.run();
      }
    }
    if (!broken && !writing) {
      Piece next = pieces.poll();
      if (next != null) {
        writing = true;
        progressAt = System.nanoTime();
        Piece whole = joined(next);
        port.write(whole.stream, whole.bytes, () -> written(whole.sent));
      } else if (ending && !finished) {
        finished = true;
        port.finish(exitStatus);
      }
    }
  }

  private void written(Runnable sent) {
    writing = false;
    sent.run();
    run();
  }

  /** One packet costs as much as fifty bytes: what queued up meanwhile goes along. */
  private Piece joined(Piece first) {
    Piece next = pieces.peek();
    if (next == null || next.stream != first.stream) {
      return first;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Runnable> sent = new ArrayList<>();
    bytes.writeBytes(first.bytes);
    sent.add(first.sent);
    while (next != null
        && next.stream == first.stream
        && bytes.size() + next.bytes.length <= LARGEST_WRITE) {
      bytes.writeBytes(next.bytes);
      sent.add(next.sent);
      pieces.remove();
      next = pieces.peek();
    }
    return new Piece(first.stream, bytes.toByteArray(), () -> sent.forEach(Runnable::run));
  }
}
