/** Test data, and the fold of the fleet's events. */
@NullMarked
package dev.pilothouse.fleet.model;

import org.jspecify.annotations.NullMarked;
