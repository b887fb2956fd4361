/**
 * Handlers that make VMs, and what they make them of: hardware, XML, seeds. {@link
 * dev.pilothouse.agent.operation.create.SeedIso} is the only class that may import the ISO 9660
 * library.
 */
@NullMarked
package dev.pilothouse.agent.operation.create;

import org.jspecify.annotations.NullMarked;
