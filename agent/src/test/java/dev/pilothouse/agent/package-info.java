/** A whole agent on a bus in memory, with a simulated hypervisor. */
@NullMarked
package dev.pilothouse.agent;

import org.jspecify.annotations.NullMarked;
