package dev.pilothouse.server.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A password that works once. It exists as a file with the user's name and an argon2id hash; the
 * login succeeds only for the one who removed that file.
 */
public final class OneTimePassword {
  // No letters or digits that are taken for one another when read from a screen.
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 16;

  private final Path file;

  public OneTimePassword(Path file) {
    this.file = file;
  }

  /**
   * Makes a new one for {@code user} in place of any other.
   *
   * @return the password, which is kept nowhere: 16 characters, some 79 bits
   */
  public String issue(String user, SecureRandom random) throws IOException {
    String password =
        random
            .ints(LENGTH, 0, ALPHABET.length())
            .mapToObj(i -> ALPHABET.substring(i, i + 1))
            .collect(Collectors.joining());
    PrivateFile.write(file, user + "\n" + PasswordHash.of(password, random).phc() + "\n");
    return password;
  }

  /** True while one waits to be used. */
  public boolean waiting() {
    return Files.exists(file);
  }

  /** The hash to check for {@code user}, if there is one. */
  Optional<PasswordHash> hashFor(String user) throws IOException {
    try {
      String[] lines = Files.readString(file).split("\n", -1);
      return lines.length >= 2 && lines[0].equals(user)
          ? Optional.of(PasswordHash.parse(lines[1]))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Uses it up, durably; true for exactly one caller. */
  boolean use() throws IOException {
    try {
      Files.delete(file);
    } catch (NoSuchFileException e) {
      return false;
    }
    PrivateFile.syncDirectory(file);
    return true;
  }
}
