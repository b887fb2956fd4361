/**
 * Connections to what running VMs offer, their displays and network ports, and the bytes between
 * these and the streams to management nodes. {@code OpenPassages} has all that are open, and closes
 * them when their VM stops. What a guest says of itself is not believed here: {@code Candidates}
 * says which of its addresses may be connected to.
 */
@NullMarked
package dev.pilothouse.agent.reach;

import org.jspecify.annotations.NullMarked;
