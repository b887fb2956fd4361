package dev.pilothouse.agent.reach;

import dev.pilothouse.agent.hypervisor.Conduit;
import dev.pilothouse.fleet.stream.StreamLink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes between something of a VM and a stream, both ways, until both ways have ended or one
 * breaks. One buffer for each way: who does not read holds the other up.
 */
final class Passage {
  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);
  private static final int BUFFER = 32 << 10;
  private static final int WAYS = 2;

  private final UUID vm;
  private final String life;
  private final Conduit conduit;
  private final StreamLink link;
  private final Runnable whenOver;
  private final AtomicInteger under = new AtomicInteger(WAYS);
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * @param life which life of the VM it belongs to, as the journal has it
   */
  Passage(UUID vm, String life, Conduit conduit, StreamLink link, Runnable whenOver) {
    this.vm = vm;
    this.life = life;
    this.conduit = conduit;
    this.link = link;
    this.whenOver = whenOver;
  }

  UUID vm() {
    return vm;
  }

  String life() {
    return life;
  }

  void start() {
    carry("passage-out", conduit.in(), link.out());
    carry("passage-in", link.in(), conduit.out());
  }

  private void carry(String name, InputStream from, OutputStream to) {
    Thread unused = conduit.threads().name(name).start(() -> carry(from, to));
  }

  private void carry(InputStream from, OutputStream to) {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
      }
      to.close();
      if (under.decrementAndGet() == 0) {
        end("");
      }
    } catch (IOException e) {
      LOG.debug("a passage broke", e);
      end("the connection to the guest broke: " + e.getMessage());
    }
  }

  /**
   * At once. Harmless twice.
   *
   * @param why for the other end; empty when both ways have ended
   */
  void end(String why) {
    if (over.compareAndSet(false, true)) {
      // The reason first: the guest's end alone would be told as an ordinary one.
      if (why.isEmpty()) {
        link.close();
      } else {
        link.abort(why);
      }
      conduit.close();
      whenOver.run();
    }
  }
}
