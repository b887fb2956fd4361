/**
 * A bus within one process: for the demo, and the working fake of Redis that tests run on. No I/O
 * here; it keeps the same promises as {@code bus.redis}, checked by the same contract.
 */
@NullMarked
package dev.pilothouse.fleet.bus.memory;

import org.jspecify.annotations.NullMarked;
