package dev.pilothouse.agent.console;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.StreamLink;
import dev.pilothouse.fleet.wire.Messages;
import dev.pilothouse.fleet.wire.WireException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who looks at a serial console, over a link. Two virtual threads: one writes, and may wait for
 * ever for a slow link; one reads wishes.
 */
final class Viewer implements Keyboard.Watcher {
  private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);
  private static final Messages<ConsoleNews> NEWS = new Messages<>(ConsoleNews.class);
  private static final Messages<ConsoleWish> WISHES = new Messages<>(ConsoleWish.class);

  private final Principal who;
  private final StreamLink link;
  private final Feed feed;
  private final Feed.Reader reader;
  private final AtomicBoolean left = new AtomicBoolean();

  Viewer(Principal who, StreamLink link, Feed feed, Feed.Reader reader) {
    this.who = who;
    this.link = link;
    this.feed = feed;
    this.reader = reader;
  }

  /**
   * @param wishes hears what it wants
   * @param gone runs once, when the link has ended
   */
  void start(Consumer<ConsoleWish> wishes, Runnable gone) {
    Thread.ofVirtual().name("console-viewer").start(() -> show(gone));
    Thread.ofVirtual().name("console-wishes").start(() -> hear(wishes, gone));
  }

  @Override
  public Principal who() {
    return who;
  }

  @Override
  public void tell(ConsoleNews news) {
    reader.tell(news);
  }

  void remark(String words) {
    reader.tell(new ConsoleNews.Remark(words));
  }

  private void show(Runnable gone) {
    try {
      for (ConsoleNews news = reader.next(); news != null; news = reader.next()) {
        NEWS.write(link.out(), news);
      }
      link.abort(feed.over());
    } catch (IOException e) {
      LOG.debug("a viewer went", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave(gone);
    }
  }

  private void hear(Consumer<ConsoleWish> wishes, Runnable gone) {
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
      leave(gone);
    }
  }

  private void leave(Runnable gone) {
    if (left.compareAndSet(false, true)) {
      reader.close();
      link.close();
      gone.run();
    }
  }
}
