/** The form that a new VM begins with: its fields, what is wrong with them, and its picture. */
@NullMarked
package dev.pilothouse.tui.screen.create;

import org.jspecify.annotations.NullMarked;
