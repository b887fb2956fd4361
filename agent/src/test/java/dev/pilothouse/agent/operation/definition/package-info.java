/** What the definition handlers must understand of XML. */
@NullMarked
package dev.pilothouse.agent.operation.definition;

import org.jspecify.annotations.NullMarked;
