package dev.pilothouse.server.forward;

import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.server.auth.Account;
import dev.pilothouse.server.auth.Accounts;
import dev.pilothouse.server.auth.Login;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether people are still who they were when they logged in. Looked up twice a second for each
 * person at most, however many connections ask. Thread-safe.
 */
final class Standing {
  private static final Logger log = LoggerFactory.getLogger(Standing.class);
  private static final long GOOD_FOR = Duration.ofMillis(500).toNanos();

  private record Looked(long at, Optional<Role> role) {}

  private final Accounts accounts;
  private final Map<String, Looked> looked = new ConcurrentHashMap<>();

  Standing(Accounts accounts) {
    this.accounts = accounts;
  }

  /** False when the account is gone, or has another role; may read a file. */
  boolean holds(Login login) {
    long now = System.nanoTime();
    try {
      return looked
          .compute(
              login.name(),
              (name, before) ->
                  before != null && now - before.at < GOOD_FOR
                      ? before
                      : new Looked(now, accounts.find(name).map(Account::role)))
          .role
          .equals(Optional.of(login.role()));
    } catch (RuntimeException e) {
      log.warn("The accounts cannot be read; {} keeps the connections there are", login.name(), e);
      return true;
    }
  }
}
