package dev.pilothouse.agent.console;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.StreamLink;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One who looks at a serial console, from a place of its own in what was printed. */
final class Viewer implements Keyboard.Watcher, ViewerLink.Source {
  private final Principal who;
  private final ViewerLink link;
  private final Feed feed;
  private final Feed.Reader reader;

  Viewer(Principal who, StreamLink link, Feed feed, Feed.Reader reader) {
    this.who = who;
    this.link = new ViewerLink(link);
    this.feed = feed;
    this.reader = reader;
  }

  /**
   * @param wishes hears what it wants
   * @param gone runs once, when the link has ended
   */
  void start(Consumer<ConsoleWish> wishes, Runnable gone) {
    link.start(this, wishes, gone);
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
    tell(new ConsoleNews.Remark(words));
  }

  @Override
  public @Nullable ConsoleNews next() throws InterruptedException {
    return reader.next();
  }

  @Override
  public String over() {
    return feed.over();
  }

  @Override
  public void close() {
    reader.close();
  }
}
