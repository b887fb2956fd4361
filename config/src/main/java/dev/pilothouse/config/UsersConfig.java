package dev.pilothouse.config;

import dev.pilothouse.config.source.ConfigException;
import dev.pilothouse.config.source.Form;
import dev.pilothouse.config.source.Section;
import dev.pilothouse.config.source.SourceFile;
import dev.pilothouse.config.source.Surroundings;
import dev.pilothouse.config.value.Secret;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may log in: {@code users.yaml}. */
public record UsersConfig(List<User> users) {
  public UsersConfig {
    users = List.copyOf(users);
  }

  /**
   * @param keys lines of the form of OpenSSH's {@code authorized_keys}, without options
   * @param passwordHash argon2id as a PHC string; empty when only keys let in
   */
  public record User(String name, Role role, List<String> keys, Optional<Secret> passwordHash) {
    public User {
      keys = List.copyOf(keys);
    }

    private static User read(Section in) {
      User user =
          new User(
              in.required("name", Forms.USER_NAME).orElse(""),
              in.required("role", Form.choice(Role.class)).orElse(Role.VIEWER),
              in.values("keys", Credentials.AUTHORIZED_KEY),
              in.literalSecret("passwordHash", Credentials.PASSWORD_HASH));
      if (in.isAbsent("passwordHash") && (in.isAbsent("keys") || in.isEmptyList("keys"))) {
        in.refuse("the user has no way to log in", "give keys, a passwordHash, or both");
      }
      return user;
    }
  }

  /**
   * @throws ConfigException with everything that is wrong with {@code file}
   */
  public static UsersConfig load(Path file, Surroundings surroundings) throws ConfigException {
    return SourceFile.load(file, surroundings, UsersConfig::read);
  }

  private static UsersConfig read(Section in) {
    Set<String> names = new HashSet<>();
    return new UsersConfig(
        in.sections(
            "users",
            user -> {
              User read = User.read(user);
              if (!read.name().isEmpty() && !names.add(read.name())) {
                user.refuse(
                    "name",
                    Section.quoted(read.name()) + " is there already",
                    "give every user a name of their own");
              }
              return read;
            }));
  }
}
