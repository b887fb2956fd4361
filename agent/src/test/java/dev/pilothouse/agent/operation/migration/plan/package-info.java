/** Tests of what a migration would meet. */
@NullMarked
package dev.pilothouse.agent.operation.migration.plan;

import org.jspecify.annotations.NullMarked;
