/** The format on the wire, and signatures. */
@NullMarked
package dev.pilothouse.fleet.wire;

import org.jspecify.annotations.NullMarked;
