package dev.pilothouse.server.auth;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** Where accounts are looked up. Thread-safe; asked anew at every try to log in. */
@FunctionalInterface
public interface Accounts {
  /**
   * @throws RuntimeException when they cannot be read; nobody gets in then
   */
  Optional<Account> find(String name);

  /** Accounts that may change: {@code current} is asked at every try. */
  static Accounts of(Supplier<? extends Collection<Account>> current) {
    return name ->
        current.get().stream().filter(account -> account.name().equals(name)).findFirst();
  }
}
