package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.operation.OperationRecord;

/**
 * An operation's record as the bus keeps and rings it.
 *
 * @param version grows by one with every change, so that whoever hears late or twice can tell
 */
record Stored(long version, OperationRecord record) {}
