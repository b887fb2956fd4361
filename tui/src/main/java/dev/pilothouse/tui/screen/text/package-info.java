/** Screens of plain text: to read (XML, help, what a command printed) and to edit. */
@NullMarked
package dev.pilothouse.tui.screen.text;

import org.jspecify.annotations.NullMarked;
