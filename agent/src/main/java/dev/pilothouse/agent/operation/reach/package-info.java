/** Handlers that open connections to VMs. What is open lives in {@code agent.reach}. */
@NullMarked
package dev.pilothouse.agent.operation.reach;

import org.jspecify.annotations.NullMarked;
