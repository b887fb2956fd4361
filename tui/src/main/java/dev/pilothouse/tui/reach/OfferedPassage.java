package dev.pilothouse.tui.reach;

import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.fleet.stream.StreamLink;
import dev.pilothouse.tui.Reception.Passage;
import java.io.InputStream;
import java.io.OutputStream;

/** A passage over a stream that was offered to the VM's host, and taken. */
final class OfferedPassage implements Passage {
  private final String what;
  private final Offering offering;
  private final StreamLink link;

  OfferedPassage(String what, Offering offering) {
    this.what = what;
    this.offering = offering;
    this.link = offering.taken().join();
  }

  @Override
  public String what() {
    return what;
  }

  @Override
  public InputStream in() {
    return link.in();
  }

  @Override
  public OutputStream out() {
    return link.out();
  }

  @Override
  public void close() {
    offering.close();
  }
}
