package dev.pilothouse.agent.operation;

import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.operation.MigrationFigures;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects progress and tells only the newest of each operation, so that a bus is never flooded.
 */
final class ProgressTeller {
  private final AgentLine line;
  private final LinkedHashMap<Long, Said> newest = new LinkedHashMap<>();
  private final Object sending = new Object();

  ProgressTeller(AgentLine line) {
    this.line = line;
  }

  /** Never blocks. */
  void say(long number, int percent, String phase, @Nullable MigrationFigures figures) {
    synchronized (newest) {
      newest.put(number, new Said(percent, phase, figures));
    }
  }

  /** Forgets what was said of an operation and not told yet; on return none of it is under way. */
  void hush(long number) {
    synchronized (sending) {
      synchronized (newest) {
        newest.remove(number);
      }
    }
  }

  /** Tells what is new; to be called a few times a second. */
  void tell() {
    while (tellOne()) {}
  }

  private boolean tellOne() {
    synchronized (sending) {
      Map.@Nullable Entry<Long, Said> next;
      synchronized (newest) {
        next = newest.pollFirstEntry();
      }
      if (next == null) {
        return false;
      }
      Said said = next.getValue();
      line.progress(next.getKey(), said.percent, said.phase, said.figures);
      return true;
    }
  }

  private record Said(int percent, String phase, @Nullable MigrationFigures figures) {}
}
