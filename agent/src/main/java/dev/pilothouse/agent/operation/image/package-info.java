/** Handlers of the operations on images. What an image is, lives in {@code agent.image}. */
@NullMarked
package dev.pilothouse.agent.operation.image;

import org.jspecify.annotations.NullMarked;
