/** The hosts and VMs: the main view, a VM's details, and what can be done with them. */
@NullMarked
package dev.pilothouse.tui.screen.fleet;

import org.jspecify.annotations.NullMarked;
