package dev.pilothouse.fleet.stream;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a stream, both ways at once. Who does not read holds the other up: a few frames are
 * kept here, the rest waits in TCP. Two virtual threads: one reads, so that an abort, a break or
 * silence is noticed by an end that only writes, too; one gives signs of life. Thread-safe.
 */
public final class StreamLink implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamLink.class);
  private static final Duration BEAT = Duration.ofSeconds(5);

  /** Nothing at all from the other end for so long: it is gone, or the way to it is. */
  static final Duration SILENCE = Duration.ofSeconds(20);

  private static final Duration LAST_WORD = Duration.ofMillis(500);
  private static final int LONGEST_REASON = 1000;

  private final Socket raw;
  private final DataInputStream from;
  private final OutputStream to;
  private final Inbox inbox = new Inbox();
  private final Outgoing outgoing = new Outgoing();
  private final ReentrantLock writing = new ReentrantLock();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param raw beneath TLS: closing it frees a thread that waits in TLS, which closing TLS does not
   */
  private StreamLink(Socket raw, DataInputStream from, OutputStream to) {
    this.raw = raw;
    this.from = from;
    this.to = to;
  }

  static StreamLink start(Socket raw, DataInputStream from, OutputStream to) throws IOException {
    StreamLink link = new StreamLink(raw, from, to);
    raw.setSoTimeout((int) SILENCE.toMillis());
    Thread.ofVirtual().name("stream-reader").start(link::receive);
    Thread.ofVirtual().name("stream-beat").start(link::beat);
    return link;
  }

  /**
   * What the other end writes. Ends when that said so, and only then: an abort and a broken
   * connection are an IOException that says which it was.
   */
  public InputStream in() {
    return inbox;
  }

  /** To the other end. Closing it says that no more comes. */
  public OutputStream out() {
    return outgoing;
  }

  /** Breaks off and tells the other end why, if that can still be told. */
  public void abort(String reason) {
    String told = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    try {
      // A writer that waits for the other end to read leaves no room for a last word.
      if (writing.tryLock(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          Frame.write(to, Frame.Kind.ABORT, told.getBytes(StandardCharsets.UTF_8));
        } finally {
          writing.unlock();
        }
      }
    } catch (IOException e) {
      LOG.debug("an abort could not be told", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close(told);
  }

  /** At once, also for threads that wait in it; not said to the other end. Harmless twice. */
  @Override
  public void close() {
    close("it was closed");
  }

  private void close(String why) {
    inbox.breakOff(new IOException(why));
    closed.countDown();
    try {
      raw.close();
    } catch (IOException e) {
      LOG.debug("closing a stream", e);
    }
  }

  private void receive() {
    try {
      while (true) {
        Frame frame = Frame.read(from);
        switch (frame.kind()) {
          case ALIVE -> {}
          case DATA -> inbox.add(frame.body());
          case END -> inbox.end();
          case ABORT -> {
            close(reason(frame));
            return;
          }
          case HELLO -> throw new IOException("a second greeting");
        }
      }
    } catch (SocketTimeoutException e) {
      close("nothing was heard of the other side for " + SILENCE.toSeconds() + " s");
    } catch (IOException e) {
      LOG.debug("a stream broke", e);
      close("the connection broke before the end");
    }
  }

  static String reason(Frame abort) {
    return new String(abort.body(), StandardCharsets.UTF_8);
  }

  private void beat() {
    try {
      while (!closed.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
        // Whoever writes now is a sign of life himself.
        if (writing.tryLock()) {
          try {
            Frame.write(to, Frame.Kind.ALIVE, new byte[0]);
          } finally {
            writing.unlock();
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("a stream broke", e);
      close("the connection broke before the end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Outgoing extends OutputStream {
    private boolean ended;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      for (int done = 0; done < length; done += Frame.MOST) {
        send(Frame.Kind.DATA, bytes, offset + done, Math.min(Frame.MOST, length - done));
      }
    }

    @Override
    public void close() throws IOException {
      if (!ended) {
        send(Frame.Kind.END, new byte[0], 0, 0);
        ended = true;
      }
    }

    private void send(Frame.Kind kind, byte[] bytes, int offset, int length) throws IOException {
      writing.lock();
      try {
        Frame.write(to, kind, bytes, offset, length);
      } catch (IOException e) {
        // The reader may know better why than "Broken pipe".
        @Nullable IOException why = inbox.broken();
        throw why == null ? e : new IOException(why.getMessage(), e);
      } finally {
        writing.unlock();
      }
    }
  }
}
