/** What the form makes of what people type. */
@NullMarked
package dev.pilothouse.tui.screen.create;

import org.jspecify.annotations.NullMarked;
