/** What was ordered and what happened: operations, events, sessions. */
@NullMarked
package dev.pilothouse.tui.screen.operation;

import org.jspecify.annotations.NullMarked;
