/** What widgets let through. */
@NullMarked
package dev.pilothouse.tui.widget;

import org.jspecify.annotations.NullMarked;
