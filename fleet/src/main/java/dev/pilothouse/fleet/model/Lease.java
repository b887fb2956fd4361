package dev.pilothouse.fleet.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An address that a {@link VirtualNetwork}'s DHCP server gave out.
 *
 * @param mac lower case, with colons
 * @param hostname what the guest calls itself; empty when it did not say
 * @param until null for one that does not end
 */
public record Lease(String mac, String address, String hostname, @Nullable Instant until) {}
