package dev.pilothouse.agent.console;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.stream.StreamLink;
import dev.pilothouse.fleet.wire.Messages;
import dev.pilothouse.fleet.wire.WireException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link to one who looks. Two virtual threads: one writes, and may wait for ever for a slow
 * link; one hears wishes.
 */
final class ViewerLink {
  private static final Logger LOG = LoggerFactory.getLogger(ViewerLink.class);
  private static final Messages<ConsoleNews> NEWS = new Messages<>(ConsoleNews.class);
  private static final Messages<ConsoleWish> WISHES = new Messages<>(ConsoleWish.class);

  /** What there is to tell. */
  interface Source {
    /** Waits for it; null at the end. */
    @Nullable ConsoleNews next() throws InterruptedException;

    /** Why it ended. */
    String over();

    /** Nobody listens any more; frees who waits in {@link #next}. */
    void close();
  }

  private final StreamLink link;
  private final AtomicBoolean left = new AtomicBoolean();

  ViewerLink(StreamLink link) {
    this.link = link;
  }

  /**
   * @param wishes hears what the viewer wants
   * @param gone runs once, when the link has ended
   */
  void start(Source source, Consumer<ConsoleWish> wishes, Runnable gone) {
    Thread.ofVirtual().name("console-viewer").start(() -> show(source, gone));
    Thread.ofVirtual().name("console-wishes").start(() -> hear(source, wishes, gone));
  }

  void abort(String why) {
    link.abort(why);
  }

  private void show(Source source, Runnable gone) {
    try {
      for (ConsoleNews news = source.next(); news != null; news = source.next()) {
        NEWS.write(link.out(), news);
      }
      link.abort(source.over());
    } catch (IOException e) {
      LOG.debug("a viewer went", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave(source, gone);
    }
  }

  private void hear(Source source, Consumer<ConsoleWish> wishes, Runnable gone) {
    try {
      for (ConsoleWish wish = WISHES.read(link.in()); wish != null; wish = WISHES.read(link.in())) {
        wishes.accept(wish);
      }
    } catch (WireException e) {
      LOG.warn("a console's viewer says what cannot be read: {}", e.getMessage());
      link.abort("what came is no wish about a console");
    } catch (IOException e) {
      LOG.debug("a viewer went", e);
    } finally {
      leave(source, gone);
    }
  }

  private void leave(Source source, Runnable gone) {
    if (left.compareAndSet(false, true)) {
      source.close();
      link.close();
      gone.run();
    }
  }
}
