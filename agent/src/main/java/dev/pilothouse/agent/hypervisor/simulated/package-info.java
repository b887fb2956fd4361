/**
 * A hypervisor without a hypervisor, for {@code up --demo} and for tests: the same contract as the
 * real one, guests that boot, work, and sometimes ignore a power button. Everything follows from a
 * seed and a clock. Hosts of one {@code Neighbourhood} reach each other, and VMs migrate between
 * them.
 */
@NullMarked
package dev.pilothouse.agent.hypervisor.simulated;

import org.jspecify.annotations.NullMarked;
