/**
 * What the runner and the handlers of operations agree on: how a handler looks, acts and, after a
 * crash, finds out what became of what it did. No handler lives here, and nothing of the bus.
 */
@NullMarked
package dev.pilothouse.agent.operation.handler;

import org.jspecify.annotations.NullMarked;
