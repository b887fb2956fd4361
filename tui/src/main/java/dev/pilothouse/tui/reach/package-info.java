/**
 * Connections to displays and ports of VMs by name, for doors that forward: which VM and what of it
 * a name means, and the operation that opens it. Nothing but a VM is ever reached.
 */
@NullMarked
package dev.pilothouse.tui.reach;

import org.jspecify.annotations.NullMarked;
