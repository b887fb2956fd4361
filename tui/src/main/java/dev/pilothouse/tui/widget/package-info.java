/**
 * Stateless painters and small pieces of view state: tables, dialogs, text fields, the key bar.
 * They know no screen and no fleet.
 */
@NullMarked
package dev.pilothouse.tui.widget;

import org.jspecify.annotations.NullMarked;
