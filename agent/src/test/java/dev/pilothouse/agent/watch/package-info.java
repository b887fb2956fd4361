/** The watch from a simulated host through a real bus to a control room. */
@NullMarked
package dev.pilothouse.agent.watch;

import org.jspecify.annotations.NullMarked;
