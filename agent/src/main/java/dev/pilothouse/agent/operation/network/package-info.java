/** Handlers of operations on virtual networks. */
@NullMarked
package dev.pilothouse.agent.operation.network;

import org.jspecify.annotations.NullMarked;
