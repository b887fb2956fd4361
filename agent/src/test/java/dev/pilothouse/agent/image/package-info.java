@NullMarked
package dev.pilothouse.agent.image;

import org.jspecify.annotations.NullMarked;
