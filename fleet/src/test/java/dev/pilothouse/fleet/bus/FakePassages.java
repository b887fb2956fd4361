package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.stream.StreamLink;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Displays and ports of VMs that say back what they hear, and end when that ends. */
public final class FakePassages {
  private final List<StreamLink> open = new CopyOnWriteArrayList<>();

  void echo(StreamLink link) {
    open.add(link);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                link.in().transferTo(link.out());
                link.out().close();
              } catch (IOException e) {
                link.close();
              }
            });
  }

  /** How many came until now. */
  public int opened() {
    return open.size();
  }

  /** Breaks all of them off, saying why. */
  public void abort(String why) {
    open.forEach(link -> link.abort(why));
  }
}
