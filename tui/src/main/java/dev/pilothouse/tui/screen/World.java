package dev.pilothouse.tui.screen;

import dev.pilothouse.fleet.bus.SessionInfo;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.wire.KnownImages;
import dev.pilothouse.tui.console.Consoles;
import dev.pilothouse.tui.theme.Theme;
import java.time.Instant;
import java.util.List;

/**
 * All that a screen may look at.
 *
 * @param operations the newest operations, newest first
 * @param notices the newest notices, oldest first
 * @param batches what this session submitted lately, newest last
 * @param said what this session was told lately, newest first
 * @param publicKey the person's own, as a line of authorized_keys; may be empty
 * @param known images that can be asked for by name, a site's own among them
 * @param consoles those that this session has open
 * @param ready false until the first full picture of the fleet has come
 * @param connected whether the bus answers
 * @param link what is known of the line to the terminal, in a few characters; may be empty
 * @param columns the terminal's width in cells
 * @param rows its height
 */
public record World(
    Fleet fleet,
    Listings listings,
    List<OperationRecord> operations,
    List<Notice> notices,
    List<SessionInfo> sessions,
    List<Batch> batches,
    List<Said> said,
    Principal who,
    String publicKey,
    KnownImages known,
    Consoles consoles,
    String node,
    Instant now,
    boolean ready,
    boolean connected,
    String link,
    Theme theme,
    int columns,
    int rows) {
  /** Which VMs migrate now. */
  public Moves moves() {
    return listings.moves(operations);
  }

  /** Rows between the status line and the two lines at the bottom. */
  public int bodyRows() {
    return Math.max(1, rows - 3);
  }
}
