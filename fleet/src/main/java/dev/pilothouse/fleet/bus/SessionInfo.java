package dev.pilothouse.fleet.bus;

import java.time.Instant;

/**
 * One logged-in person.
 *
 * @param id short and unique in the fleet
 * @param kind {@code tui}, {@code shell} or {@code command}
 * @param node the management node that serves it
 */
public record SessionInfo(
    String id, String user, String origin, String kind, String node, Instant since) {}
