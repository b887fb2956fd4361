/**
 * The verbs of the command shell: what each needs, what it does, how it ends. {@link
 * dev.pilothouse.tui.shell.verb.Verbs} has them all.
 */
@NullMarked
package dev.pilothouse.tui.shell.verb;

import org.jspecify.annotations.NullMarked;
