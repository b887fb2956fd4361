/** VMs that move to another host: looking, going, and finding out afterwards who has them. */
@NullMarked
package dev.pilothouse.agent.operation.migration;

import org.jspecify.annotations.NullMarked;
