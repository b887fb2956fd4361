package dev.pilothouse.agent.console;

import dev.pilothouse.agent.hypervisor.Consoles.Ear;
import dev.pilothouse.agent.hypervisor.Consoles.SerialConsole;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.ByteArrayOutputStream;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One time that a console is open: what is printed goes into the feed, what is typed to the guest,
 * on a virtual thread of its own, because a guest may take its time. Thread-safe.
 */
final class Hearing implements Ear {
  private static final Logger LOG = LoggerFactory.getLogger(Hearing.class);

  /** So many wishes, each of at most 16 KiB, wait for a slow guest. */
  private static final int MOST_TYPED = 32;

  private final Feed feed;
  private final Consumer<String> typist;
  private final Consumer<Hearing> whenEnded;
  private final BlockingQueue<byte[]> typed = new ArrayBlockingQueue<>(MOST_TYPED);

  /** What came before the log was read; null from then on. */
  private @Nullable ByteArrayOutputStream early = new ByteArrayOutputStream();

  private @Nullable SerialConsole console;
  private @Nullable Thread typing;
  private boolean over;

  Hearing(Feed feed, Consumer<String> typist, Consumer<Hearing> whenEnded) {
    this.feed = feed;
    this.typist = typist;
    this.whenEnded = whenEnded;
  }

  /**
   * From here on it is shown.
   *
   * @param log what was printed until now, and a little of what was heard since
   */
  synchronized void begin(SerialConsole opened, @Nullable LogTail log) {
    byte[] heard = early == null ? new byte[0] : early.toByteArray();
    early = null;
    int known = 0;
    if (log != null) {
      feed.catchUp(log);
      known = log.overlap(heard);
    }
    feed.begin(UUID.randomUUID().toString());
    feed.printed(heard, known);
    console = opened;
    typing = Thread.ofVirtual().name("console-typing").start(() -> send(opened));
    if (over) {
      typing.interrupt();
    }
  }

  @Override
  public synchronized void printed(byte[] bytes) {
    if (early == null) {
      feed.printed(bytes, 0);
    } else {
      early.writeBytes(bytes);
    }
  }

  @Override
  public void ended(String why) {
    LOG.debug("a console ended: {}", why);
    finish();
    whenEnded.accept(this);
  }

  private synchronized void finish() {
    over = true;
    if (typing != null) {
      typing.interrupt();
    }
  }

  synchronized boolean over() {
    return over;
  }

  /** False when there is no room: the guest takes nothing. */
  boolean type(byte[] bytes) {
    return typed.offer(bytes);
  }

  private void send(SerialConsole to) {
    try {
      while (true) {
        to.send(typed.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OperationException e) {
      if (!over()) {
        typist.accept(String.valueOf(e.getMessage()));
      }
    }
  }

  void close() {
    finish();
    SerialConsole opened;
    synchronized (this) {
      opened = console;
    }
    if (opened != null) {
      opened.close();
    }
  }
}
