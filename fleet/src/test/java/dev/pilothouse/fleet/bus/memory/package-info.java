/** The memory bus against the contract, and the levers that break it. */
@NullMarked
package dev.pilothouse.fleet.bus.memory;

import org.jspecify.annotations.NullMarked;
