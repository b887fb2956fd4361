/** The rules of the house that a machine can check: arrows, doors, habits. No behaviour. */
@NullMarked
package dev.pilothouse.architecture;

import org.jspecify.annotations.NullMarked;
