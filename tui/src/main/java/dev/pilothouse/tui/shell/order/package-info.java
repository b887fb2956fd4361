/**
 * From a person's order to its end, the same for every operation: dry run, permission, question,
 * submission, waiting, progress, summary.
 */
@NullMarked
package dev.pilothouse.tui.shell.order;

import org.jspecify.annotations.NullMarked;
