package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.HostFacts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one agent rings about its host.
 *
 * @param epoch one run of the agent; another one means: read the picture
 * @param seq 1, 2, 3... within the epoch; a gap means: read the picture
 * @param reread more changed than is worth ringing: read the picture
 */
record HostNews(String host, String epoch, long seq, boolean reread, List<FleetEvent> events) {
  /** The field of a host's picture that says what the picture holds. */
  static final String HEAD = "head";

  /** The field that holds the host's {@link dev.pilothouse.fleet.model.Inventory}. */
  static final String INVENTORY = "inventory";

  /** Before the UUID in the fields that hold a VM each. */
  static final String VM = "vm:";

  HostNews {
    events = List.copyOf(events);
  }

  /**
   * How far the picture is.
   *
   * @param facts null until the agent reported them
   * @param at by the agent's clock
   * @param goodbye the agent ended in good order and nobody watches the host
   */
  record Head(String epoch, long seq, @Nullable HostFacts facts, Instant at, boolean goodbye) {}
}
