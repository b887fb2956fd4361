@NullMarked
package dev.pilothouse.agent.reach;

import org.jspecify.annotations.NullMarked;
