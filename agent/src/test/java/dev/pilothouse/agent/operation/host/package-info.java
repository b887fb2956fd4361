/** Tests of operations on the host itself. */
@NullMarked
package dev.pilothouse.agent.operation.host;

import org.jspecify.annotations.NullMarked;
