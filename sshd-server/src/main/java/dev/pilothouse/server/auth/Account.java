package dev.pilothouse.server.auth;

import dev.pilothouse.fleet.operation.Role;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who may log in.
 *
 * @param name what to log in as
 * @param authorizedKeys lines as in OpenSSH's {@code authorized_keys} (sshd(8))
 * @param passwordHash an argon2id hash as {@link PasswordHash} writes it; empty for keys only
 */
public record Account(
    String name, Role role, List<String> authorizedKeys, Optional<String> passwordHash) {
  public Account {
    authorizedKeys = List.copyOf(authorizedKeys);
  }

  @Override
  public String toString() {
    return "Account[" + name + ", " + role + ", " + authorizedKeys.size() + " key lines]";
  }
}
