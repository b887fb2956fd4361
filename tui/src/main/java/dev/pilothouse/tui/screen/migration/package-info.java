/**
 * VMs that go to another host: where to, the plan, how far they are; and hosts that are emptied.
 * All of it is computed from the fleet and its operations, so that whoever comes back sees the
 * same.
 */
@NullMarked
package dev.pilothouse.tui.screen.migration;

import org.jspecify.annotations.NullMarked;
