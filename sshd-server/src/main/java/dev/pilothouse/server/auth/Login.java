package dev.pilothouse.server.auth;

import dev.pilothouse.fleet.operation.Role;

/**
 * How somebody got in.
 *
 * @param terminal false when the key may not ask for one
 * @param how for the audit
 * @param publicKey as a line of authorized_keys; empty for whoever came in without one
 */
public record Login(String name, Role role, boolean terminal, String how, String publicKey) {}
