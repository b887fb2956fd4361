/** What filters let through. */
@NullMarked
package dev.pilothouse.tui.filter;

import org.jspecify.annotations.NullMarked;
