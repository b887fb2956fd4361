/** The simulation checked against the contract and for being the same twice. */
@NullMarked
package dev.pilothouse.agent.hypervisor.simulated;

import org.jspecify.annotations.NullMarked;
