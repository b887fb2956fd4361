package dev.pilothouse.config;

import dev.pilothouse.config.source.ConfigException;
import dev.pilothouse.config.source.Form;
import dev.pilothouse.config.source.Section;
import dev.pilothouse.config.source.SourceFile;
import dev.pilothouse.config.source.Surroundings;
import java.nio.file.Path;

/**
 * The text UI and the commands on a jump host, without an SSH server: {@code tui.yaml}.
 *
 * @param node its name among the management nodes
 * @param streams where agents bring what is not sent over Redis
 * @param signingKey the Ed25519 private key that signs orders: who can read it can do what the
 *     agents allow
 * @param user under which name orders are given
 * @param role what the user interface offers
 */
public record ClientConfig(
    String node,
    RedisConfig redis,
    StreamsConfig streams,
    Path signingKey,
    String user,
    Role role,
    LogConfig log) {

  /**
   * @throws ConfigException with everything that is wrong with {@code file}
   */
  public static ClientConfig load(Path file, Surroundings surroundings) throws ConfigException {
    return SourceFile.load(file, surroundings, ClientConfig::read);
  }

  /** What an empty {@code file} would say. */
  public static ClientConfig defaults(Path file, Surroundings surroundings) {
    return SourceFile.defaults(file, surroundings, ClientConfig::read);
  }

  public ClientConfig withRedis(RedisConfig other) {
    return new ClientConfig(node, other, streams, signingKey, user, role, log);
  }

  private static ClientConfig read(Section in) {
    return new ClientConfig(
        Forms.node(in),
        in.section("redis", RedisConfig::read),
        in.section("streams", section -> StreamsConfig.read(section, 0)),
        in.privateFile("signingKey", "signing.key"),
        in.value("user", Forms.USER_NAME)
            .orElseGet(
                () -> Forms.fallback(in, "user", Forms.USER_NAME, in.surroundings().userName())),
        in.value("role", Form.choice(Role.class), Role.ADMIN),
        in.section("log", LogConfig::read));
  }
}
