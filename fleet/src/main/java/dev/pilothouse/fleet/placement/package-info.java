/**
 * Where VMs go, and why: {@link dev.pilothouse.fleet.placement.Placement} is the one function that
 * says whether a host fits; emptying a host and evening out the fleet are plans made with it. All
 * of it is computed from what is known of the fleet and its operations; nothing here does I/O.
 */
@NullMarked
package dev.pilothouse.fleet.placement;

import org.jspecify.annotations.NullMarked;
