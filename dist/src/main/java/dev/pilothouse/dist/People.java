package dev.pilothouse.dist;

import dev.pilothouse.config.UsersConfig;
import dev.pilothouse.config.source.ConfigException;
import dev.pilothouse.config.source.Surroundings;
import dev.pilothouse.config.value.Secret;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.server.auth.Account;
import dev.pilothouse.server.auth.Accounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may log in: the users of a file, and, for {@code up}, its invoking user with their own SSH
 * keys. Both are read anew at every login.
 */
final class People {
  private static final String KEY_TYPES = "(ssh-|ecdsa-|sk-).*";

  private People() {}

  /** The user who typed the command, also behind sudo. */
  static String invoking(Map<String, String> environment) {
    String sudo = environment.getOrDefault("SUDO_USER", "");
    return sudo.isEmpty() ? System.getProperty("user.name") : sudo;
  }

  /** The home of {@code user}: this process's own, or what passwd(5) says. */
  static Path home(String user) {
    if (user.equals(System.getProperty("user.name"))) {
      return Path.of(System.getProperty("user.home"));
    }
    try (Stream<String> lines = Files.lines(Path.of("/etc/passwd"))) {
      return lines
          .map(line -> line.split(":"))
          .filter(fields -> fields.length > 5 && fields[0].equals(user))
          .map(fields -> Path.of(fields[5]))
          .findFirst()
          .orElse(Path.of(System.getProperty("user.home")));
    } catch (IOException e) {
      return Path.of(System.getProperty("user.home"));
    }
  }

  /** The accounts in {@code file}. */
  static List<Account> in(Path file) {
    try {
      return UsersConfig.load(file, Surroundings.ofProcess()).users().stream()
          .map(
              user ->
                  new Account(
                      user.name(),
                      Role.valueOf(user.role().name()),
                      user.keys(),
                      user.passwordHash().map(Secret::reveal)))
          .toList();
    } catch (ConfigException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** The admin of an {@code up}: whoever started it, with the keys in {@code home/.ssh}. */
  static Account owner(String user, Path home) {
    return new Account(user, Role.ADMIN, keys(home.resolve(".ssh")), Optional.empty());
  }

  /** Everybody of {@code up}: its owner, and those in {@code users} once that file exists. */
  static Accounts of(String owner, Path home, Path users) {
    return Accounts.of(
        () -> {
          List<Account> all = new ArrayList<>(Files.exists(users) ? in(users) : List.of());
          if (all.stream().noneMatch(account -> account.name().equals(owner))) {
            all.add(owner(owner, home));
          }
          return all;
        });
  }

  /**
   * Public keys in a user's {@code .ssh}: {@code *.pub} and {@code authorized_keys}. Lines with
   * options are left out: what they restrict there, we might not.
   */
  private static List<String> keys(Path ssh) {
    List<String> keys = new ArrayList<>();
    try {
      if (Files.isDirectory(ssh)) {
        try (DirectoryStream<Path> publicKeys = Files.newDirectoryStream(ssh, "*.pub")) {
          for (Path file : publicKeys) {
            keys.addAll(lines(file));
          }
        }
        keys.addAll(lines(ssh.resolve("authorized_keys")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the keys in " + ssh, e);
    }
    return keys;
  }

  private static List<String> lines(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.size(file) > 1 << 20) {
      return List.of();
    }
    return Files.readString(file)
        .lines()
        .map(String::strip)
        .filter(line -> line.matches(KEY_TYPES))
        .distinct()
        .toList();
  }
}
