/**
 * Operations that open a stream to a VM's consoles. What goes over it from then on is {@code
 * agent.console}'s.
 */
@NullMarked
package dev.pilothouse.agent.operation.console;

import org.jspecify.annotations.NullMarked;
