package dev.pilothouse.dist;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, closed in reverse order; one that cannot be closed does not keep the others. */
final class OpenParts implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    RuntimeException problem = null;
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        RuntimeException next = new IllegalStateException("cannot end " + part, e);
        if (problem == null) {
          problem = next;
        } else {
          problem.addSuppressed(next);
        }
      }
    }
    parts.clear();
    if (problem != null) {
      throw problem;
    }
  }
}
