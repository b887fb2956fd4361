package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.operation.ConsoleOperation;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.stream.StreamLink;
import dev.pilothouse.fleet.wire.Messages;
import dev.pilothouse.fleet.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A VM's consoles that print what a test says and keep what is typed. Whoever may type has the
 * keyboard.
 */
public final class FakeConsole {
  private static final Messages<ConsoleNews> NEWS = new Messages<>(ConsoleNews.class);
  private static final Messages<ConsoleWish> WISHES = new Messages<>(ConsoleWish.class);

  private final List<Viewer> viewers = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
  private final List<ConsoleWish> wishes = new ArrayList<>();
  private final List<OpenConsole> openings = new ArrayList<>();
  private @Nullable GuestScreen screen;

  private static final class Viewer {
    final OpenConsole order;
    final StreamLink link;
    @Nullable GuestScreen shown;

    Viewer(OpenConsole order, StreamLink link) {
      this.order = order;
      this.link = link;
    }

    /** Whether it was told: who went is nobody any more. */
    boolean tell(ConsoleNews news) {
      try {
        NEWS.write(link.out(), news);
        return true;
      } catch (IOException e) {
        link.close();
        return false;
      }
    }
  }

  synchronized void serve(OpenConsole order, StreamLink link) {
    openings.add(order);
    Viewer viewer = new Viewer(order, link);
    viewers.add(viewer);
    viewer.tell(new ConsoleNews.Condition(ConsoleNews.State.OPEN, ""));
    viewer.tell(new ConsoleNews.Keyboard("ada", order.typing(), List.of()));
    switch (order.face()) {
      case SERIAL -> {
        byte[] all = printed.toByteArray();
        int from = order.seen() == null ? 0 : (int) order.seen().at();
        viewer.tell(new ConsoleNews.Printed("1", from, Arrays.copyOfRange(all, from, all.length)));
      }
      case SCREEN -> show(viewer);
    }
    Thread.ofVirtual().start(() -> listen(viewer));
  }

  private void show(Viewer viewer) {
    if (screen != null) {
      ConsoleNews.Shown news = screen.since(viewer.shown);
      viewer.shown = screen;
      if (news != null) {
        viewer.tell(news);
      }
    }
  }

  private void listen(Viewer viewer) {
    try {
      for (ConsoleWish wish = WISHES.read(viewer.link.in());
          wish != null;
          wish = WISHES.read(viewer.link.in())) {
        take(viewer, wish);
      }
    } catch (IOException | WireException e) {
      viewer.link.close();
    }
  }

  private synchronized void take(Viewer viewer, ConsoleWish wish) {
    wishes.add(wish);
    if (wish instanceof ConsoleWish.Type type) {
      typed.writeBytes(type.bytes());
    }
    if (wish instanceof ConsoleWish.TakePhotograph) {
      viewer.tell(new ConsoleNews.Photograph(new byte[] {(byte) 0x89, 'P', 'N', 'G'}));
    }
    if (wish instanceof ConsoleWish.Strike) {
      viewer.tell(new ConsoleNews.Struck(1));
    }
  }

  /** As the guest. */
  public synchronized void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long at = printed.size();
    printed.writeBytes(bytes);
    viewers.removeIf(
        viewer ->
            viewer.order.face() == ConsoleOperation.Face.SERIAL
                && !viewer.tell(new ConsoleNews.Printed("1", at, bytes)));
  }

  /** As the guest. */
  public synchronized void show(GuestScreen now) {
    screen = now;
    for (Viewer viewer : viewers) {
      if (viewer.order.face() == ConsoleOperation.Face.SCREEN) {
        show(viewer);
      }
    }
  }

  /** To all who look. */
  public synchronized void tell(ConsoleNews news) {
    viewers.removeIf(viewer -> !viewer.tell(news));
  }

  /** Breaks all connections, as a dying agent does. */
  public synchronized void drop() {
    viewers.forEach(viewer -> viewer.link.close());
    viewers.clear();
  }

  public synchronized String typed() {
    return typed.toString(StandardCharsets.UTF_8);
  }

  public synchronized List<ConsoleWish> wishes() {
    return List.copyOf(wishes);
  }

  /** The orders that opened it. */
  public synchronized List<OpenConsole> openings() {
    return List.copyOf(openings);
  }
}
