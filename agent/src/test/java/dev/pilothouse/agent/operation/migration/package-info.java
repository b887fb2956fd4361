/** Tests of VMs that move to another host. */
@NullMarked
package dev.pilothouse.agent.operation.migration;

import org.jspecify.annotations.NullMarked;
