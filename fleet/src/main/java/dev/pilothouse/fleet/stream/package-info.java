/**
 * The byte path between agents and management nodes: plain two-way streams over TLS 1.3, for what
 * is too much for the bus. The node offers a stream inside of an order, the agent dials. The door
 * of Bouncy Castle's certificates here is {@code Certificates}. No operation is known here, but for
 * the offer that orders carry.
 */
@NullMarked
package dev.pilothouse.fleet.stream;

import org.jspecify.annotations.NullMarked;
