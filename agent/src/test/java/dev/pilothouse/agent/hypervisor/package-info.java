/** The contract that every hypervisor keeps, and what it needs to be checked. */
@NullMarked
package dev.pilothouse.agent.hypervisor;

import org.jspecify.annotations.NullMarked;
