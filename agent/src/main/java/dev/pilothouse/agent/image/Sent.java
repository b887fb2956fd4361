package dev.pilothouse.agent.image;

import dev.pilothouse.fleet.stream.StreamLink;
import java.io.InputStream;

/** What a person sends through a management node. */
public record Sent(StreamLink link, long size) implements Content {
  @Override
  public InputStream stream() {
    return link.in();
  }

  @Override
  public String advice() {
    return "Send it again.";
  }

  @Override
  public void close() {
    link.close();
  }
}
