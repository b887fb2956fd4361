/** Handlers that read and change what is defined: one class for each operation. */
@NullMarked
package dev.pilothouse.agent.operation.definition;

import org.jspecify.annotations.NullMarked;
