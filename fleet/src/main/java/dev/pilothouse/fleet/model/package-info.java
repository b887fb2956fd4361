/** The nouns of a fleet as immutable values; nothing here does I/O or knows a library. */
@NullMarked
package dev.pilothouse.fleet.model;

import org.jspecify.annotations.NullMarked;
