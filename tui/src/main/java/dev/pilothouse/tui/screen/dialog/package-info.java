/** What lies over a screen for a moment: menus, questions, forms, the command and filter lines. */
@NullMarked
package dev.pilothouse.tui.screen.dialog;

import org.jspecify.annotations.NullMarked;
