/** Handlers of operations on the network interfaces of VMs. */
@NullMarked
package dev.pilothouse.agent.operation.nic;

import org.jspecify.annotations.NullMarked;
