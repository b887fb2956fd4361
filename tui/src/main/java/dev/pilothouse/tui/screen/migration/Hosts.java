package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.placement.Move;
import dev.pilothouse.tui.screen.Effect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of hosts in more than one place here. */
final class Hosts {
  private Hosts() {}

  /** Null when the host is not in maintenance, or not known. */
  static @Nullable Maintenance maintenance(Fleet fleet, String host) {
    Host known = fleet.host(host);
    HostTerms terms = known == null ? null : known.facts().terms();
    return terms == null ? null : terms.maintenance();
  }

  /** The orders of a plan that is not checked again. */
  static List<Effect.Target> targets(List<Move> moves, MigrationOptions options, String batch) {
    return moves.stream()
        .map(move -> new Effect.Target(move.operation(options, null, batch), move.vm().name()))
        .toList();
  }
}
