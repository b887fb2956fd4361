package dev.pilothouse.tui.shell.order;

import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.fleet.stream.StreamLink;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a person sends to the agent, on a thread of its own. Reads nothing before the agent
 * took the stream, so that until then it waits at the person's.
 */
final class Pump implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pump.class);
  private static final int PIECE = 64 << 10;

  private final Offering offering;
  private final InputStream in;
  private final Thread thread;
  private volatile boolean broken;

  private Pump(Offering offering, InputStream in) {
    this.offering = offering;
    this.in = in;
    this.thread = Thread.ofVirtual().name("image-sender").unstarted(this::run);
  }

  static Pump start(Offering offering, InputStream in) {
    Pump pump = new Pump(offering, in);
    pump.thread.start();
    return pump;
  }

  /** Whether the stream broke before all was sent; the operation's end tells why, if it comes. */
  boolean broken() {
    return broken;
  }

  /** Breaks off: the agent hears why and keeps nothing. */
  void abort(String reason) {
    StreamLink link = offering.taken().getNow(null);
    if (link != null) {
      link.abort(reason);
    }
    offering.close();
  }

  private void run() {
    try {
      send(offering.taken().get());
    } catch (CancellationException e) {
      LOG.debug("nobody took the stream");
    } catch (IOException | ExecutionException e) {
      LOG.debug("what a person sent did not come to its end", e);
      broken = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(StreamLink link) throws IOException {
    byte[] piece = new byte[PIECE];
    for (int read = read(link, piece); read >= 0; read = read(link, piece)) {
      link.out().write(piece, 0, read);
    }
    link.out().close();
  }

  /** That the person is gone is not the end of what was to be sent. */
  private int read(StreamLink link, byte[] piece) throws IOException {
    try {
      return in.read(piece);
    } catch (IOException e) {
      link.abort("the sender broke off: " + e.getMessage());
      throw e;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    offering.close();
  }
}
