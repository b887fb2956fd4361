/** The life of operations. */
@NullMarked
package dev.pilothouse.fleet.operation;

import org.jspecify.annotations.NullMarked;
