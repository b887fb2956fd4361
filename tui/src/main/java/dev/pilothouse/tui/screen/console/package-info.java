/**
 * A guest's console on the whole of the terminal, and what opens over it. Keys are the guest's
 * here, but for {@code ^]}.
 */
@NullMarked
package dev.pilothouse.tui.screen.console;

import org.jspecify.annotations.NullMarked;
