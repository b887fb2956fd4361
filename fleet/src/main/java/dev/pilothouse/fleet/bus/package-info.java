/**
 * How both sides talk. {@link Bus} is the port: topics that ring, queues that keep, records that
 * tell. On it stand, once for every bus, the operation path ({@code OperationClient}, {@code
 * OperationQueue}), the fleet's news ({@code FleetFeed}, {@code FleetPublisher}) and the notices.
 * No Redis here: that is {@code bus.redis}.
 */
@NullMarked
package dev.pilothouse.fleet.bus;

import org.jspecify.annotations.NullMarked;
