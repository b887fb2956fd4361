/** A real redis-server, and the Redis bus against it. */
@NullMarked
package dev.pilothouse.fleet.bus.redis;

import org.jspecify.annotations.NullMarked;
