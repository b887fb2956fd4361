/**
 * A terminal for what guests print: the door of JediTerm, whose types stay in here. Whatever a
 * guest sends changes cells and a cursor, and nothing else.
 */
@NullMarked
package dev.pilothouse.tui.console.emulator;

import org.jspecify.annotations.NullMarked;
