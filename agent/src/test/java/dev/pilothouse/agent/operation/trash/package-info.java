/** What the trash keeps and when it lets go. */
@NullMarked
package dev.pilothouse.agent.operation.trash;

import org.jspecify.annotations.NullMarked;
