/**
 * The port to a hypervisor, in the terms of libvirt. Its adapters are {@code hypervisor.libvirt}
 * (the real one) and {@code hypervisor.simulated}; one contract holds for both.
 */
@NullMarked
package dev.pilothouse.agent.hypervisor;

import org.jspecify.annotations.NullMarked;
