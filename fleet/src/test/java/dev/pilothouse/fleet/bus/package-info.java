/**
 * Fakes and contracts of the bus, for this module and, as its test-jar, for the others: {@code
 * FakeFleet} is a whole fleet in one process.
 */
@NullMarked
package dev.pilothouse.fleet.bus;

import org.jspecify.annotations.NullMarked;
