/** What guests show is read as it stands there, or not at all. */
@NullMarked
package dev.pilothouse.agent.screen;

import org.jspecify.annotations.NullMarked;
