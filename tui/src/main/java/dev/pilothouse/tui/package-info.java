/**
 * The terminal face of Pilothouse. {@link dev.pilothouse.tui.Reception} is what front doors (the
 * SSH server, the local program) call; behind it are sessions and screens on one side and the
 * command shell on the other.
 */
@NullMarked
package dev.pilothouse.tui;

import org.jspecify.annotations.NullMarked;
