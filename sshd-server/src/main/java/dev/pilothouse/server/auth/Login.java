package dev.pilothouse.server.auth;

import dev.pilothouse.fleet.operation.Role;

/**
 * How somebody got in.
 *
 * @param terminal false when the key may not ask for one
 * @param how for the audit
 */
public record Login(String name, Role role, boolean terminal, String how) {}
