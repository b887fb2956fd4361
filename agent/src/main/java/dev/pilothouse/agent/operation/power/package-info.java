/** Handlers that change what runs: one class for each operation. */
@NullMarked
package dev.pilothouse.agent.operation.power;

import org.jspecify.annotations.NullMarked;
