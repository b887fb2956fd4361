/**
 * The picture and its way to the terminal: packed cells ({@link dev.pilothouse.tui.frame.Frame}),
 * the fewest bytes between two pictures ({@link dev.pilothouse.tui.frame.AnsiEncoder}) and when to
 * send them ({@link dev.pilothouse.tui.frame.FramePacer}). No screens, no fleet, no I/O.
 */
@NullMarked
package dev.pilothouse.tui.frame;

import org.jspecify.annotations.NullMarked;
