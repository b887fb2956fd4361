/** The trash of a host: what it keeps, the handlers that fill and empty it, and what is due. */
@NullMarked
package dev.pilothouse.agent.operation.trash;

import org.jspecify.annotations.NullMarked;
