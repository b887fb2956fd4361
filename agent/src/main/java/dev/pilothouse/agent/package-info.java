/**
 * One host's agent, joined from its parts: the hypervisor, the watch that tells the fleet what is
 * true, and the runner that does what people order.
 */
@NullMarked
package dev.pilothouse.agent;

import org.jspecify.annotations.NullMarked;
