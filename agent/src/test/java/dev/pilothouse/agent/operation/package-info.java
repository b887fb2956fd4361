/** The operation path against working fakes of its two ports. */
@NullMarked
package dev.pilothouse.agent.operation;

import org.jspecify.annotations.NullMarked;
