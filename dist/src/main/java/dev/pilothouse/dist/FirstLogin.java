package dev.pilothouse.dist;

import dev.pilothouse.dist.local.CannotStartException;
import dev.pilothouse.dist.local.StateDirectory;
import dev.pilothouse.server.auth.OneTimePassword;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Lets the first person in when nobody could log in otherwise: a password that works once, shown
 * once.
 */
final class FirstLogin {
  private final StateDirectory state;
  private final String user;

  FirstLogin(StateDirectory state, String user) {
    this.state = state;
    this.user = user;
  }

  /** Where the password's hash waits to be used. */
  Path file() {
    return state.root().resolve("one-time-password");
  }

  /** Users beside the owner, once somebody made that file. */
  Path users() {
    return state.root().resolve("users.yaml");
  }

  /**
   * Prints a new password if there is neither a key nor a user nor a password that still waits.
   *
   * @return whether it did
   */
  boolean announce(PrintStream messages) {
    OneTimePassword password = new OneTimePassword(file());
    boolean somebody =
        Files.exists(users()) || !People.owner(user, People.home(user)).authorizedKeys().isEmpty();
    if (somebody || password.waiting()) {
      return false;
    }
    try {
      messages.printf(
          "No SSH key of %s was found. This password lets %s in once: %s%n",
          user, user, password.issue(user, new SecureRandom()));
    } catch (IOException e) {
      throw new CannotStartException("Cannot keep a one-time password: " + e.getMessage(), e);
    }
    return true;
  }
}
