/**
 * Images on a host: what a file that claims to be one really is, where images lie and the facts
 * beside them, and how their content is fetched. It knows storage only through {@link
 * dev.pilothouse.agent.hypervisor.Storage}; operations and the journal do not live here.
 */
@NullMarked
package dev.pilothouse.agent.image;

import org.jspecify.annotations.NullMarked;
