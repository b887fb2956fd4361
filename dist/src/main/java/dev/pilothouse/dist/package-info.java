/**
 * The program {@code pilothouse}: reads the command line and puts the modules together.
 *
 * <p>Nothing in here knows how to do a thing itself; it only starts, joins and stops what the other
 * modules offer.
 */
@NullMarked
package dev.pilothouse.dist;

import org.jspecify.annotations.NullMarked;
