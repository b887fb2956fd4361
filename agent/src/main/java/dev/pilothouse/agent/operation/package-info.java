/**
 * The path of an operation through the agent: taken from the line, verified, accepted, journaled,
 * queued behind others of its VM, carried out by its handler, its outcome journaled and reported.
 * Start reading at {@link dev.pilothouse.agent.operation.OperationRunner}. No libvirt here: that is
 * the hypervisor port's; what each operation does stands in its handler.
 */
@NullMarked
package dev.pilothouse.agent.operation;

import org.jspecify.annotations.NullMarked;
