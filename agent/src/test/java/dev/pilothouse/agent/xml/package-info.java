/** Definitions read, hostile ones included. */
@NullMarked
package dev.pilothouse.agent.xml;

import org.jspecify.annotations.NullMarked;
