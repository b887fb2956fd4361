/**
 * What is known of terminals: links to them, their capabilities, their keys. No screens here, and
 * no fleet.
 */
@NullMarked
package dev.pilothouse.tui.terminal;

import org.jspecify.annotations.NullMarked;
