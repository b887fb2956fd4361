/** The command shell on a fleet of fakes: everything a person can type, and what comes back. */
@NullMarked
package dev.pilothouse.tui.shell;

import org.jspecify.annotations.NullMarked;
