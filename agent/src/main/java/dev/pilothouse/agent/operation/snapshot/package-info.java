/**
 * Handlers for snapshots of VMs: taking them, going back, forgetting them. What libvirt would
 * refuse is said here before it is asked.
 */
@NullMarked
package dev.pilothouse.agent.operation.snapshot;

import org.jspecify.annotations.NullMarked;
