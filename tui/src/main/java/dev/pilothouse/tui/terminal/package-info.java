/**
 * The terminal itself: what it can do, the bytes it sends, the bytes that set it up and restore it,
 * and this process's own one. Frames and screens live elsewhere.
 */
@NullMarked
package dev.pilothouse.tui.terminal;

import org.jspecify.annotations.NullMarked;
