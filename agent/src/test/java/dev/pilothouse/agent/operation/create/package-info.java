/** What new VMs are made of. */
@NullMarked
package dev.pilothouse.agent.operation.create;

import org.jspecify.annotations.NullMarked;
