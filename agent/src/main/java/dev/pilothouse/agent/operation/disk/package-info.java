/** Carries out operations on the disks of VMs. */
@NullMarked
package dev.pilothouse.agent.operation.disk;

import org.jspecify.annotations.NullMarked;
