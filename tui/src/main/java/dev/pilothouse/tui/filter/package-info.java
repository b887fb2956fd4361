/**
 * Which hosts and VMs a person means: the filter language that the TUI's {@code /} line and the
 * command shell's {@code --filter} share. Pure values; no I/O and no screens.
 */
@NullMarked
package dev.pilothouse.tui.filter;

import org.jspecify.annotations.NullMarked;
