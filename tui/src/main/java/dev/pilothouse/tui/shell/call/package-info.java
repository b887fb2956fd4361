/**
 * One use of the command shell: the person's words and what they mean (options, targets), where it
 * runs, how it ends. Every verb stands on this.
 */
@NullMarked
package dev.pilothouse.tui.shell.call;

import org.jspecify.annotations.NullMarked;
