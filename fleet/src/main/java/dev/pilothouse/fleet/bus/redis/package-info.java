/**
 * The bus on a real Redis 6.2 or newer, or Valkey. The only place that knows Redisson, and none of
 * it shows outside. Topics are channels, queues and logs are streams, records are strings, maps are
 * hashes. What a topic or record means does not belong here.
 */
@NullMarked
package dev.pilothouse.fleet.bus.redis;

import org.jspecify.annotations.NullMarked;
