package dev.pilothouse.config;

import dev.pilothouse.config.source.ConfigException;
import dev.pilothouse.config.source.Form;
import dev.pilothouse.config.source.Section;
import dev.pilothouse.config.source.SourceFile;
import dev.pilothouse.config.source.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A management node: {@code server.yaml}.
 *
 * @param node its name among the management nodes
 * @param streams where agents bring what is not sent over Redis
 * @param users the file that {@link UsersConfig} reads
 * @param signingKey the Ed25519 private key that signs orders; may not exist yet
 */
public record ServerConfig(
    String node,
    RedisConfig redis,
    Ssh ssh,
    StreamsConfig streams,
    Path users,
    Path signingKey,
    LogConfig log) {
  private static final int STREAMS_PORT = 2223;

  /**
   * @throws ConfigException with everything that is wrong with {@code file}
   */
  public static ServerConfig load(Path file, Surroundings surroundings) throws ConfigException {
    return SourceFile.load(file, surroundings, ServerConfig::read);
  }

  /** What an empty {@code file} would say. */
  public static ServerConfig defaults(Path file, Surroundings surroundings) {
    return SourceFile.defaults(file, surroundings, ServerConfig::read);
  }

  public ServerConfig withRedis(RedisConfig other) {
    return new ServerConfig(node, other, ssh, streams, users, signingKey, log);
  }

  public ServerConfig withSsh(Ssh other) {
    return new ServerConfig(node, redis, other, streams, users, signingKey, log);
  }

  public ServerConfig withLog(LogConfig other) {
    return new ServerConfig(node, redis, ssh, streams, users, signingKey, other);
  }

  private static ServerConfig read(Section in) {
    return new ServerConfig(
        Forms.node(in),
        in.section("redis", RedisConfig::read),
        in.section("ssh", Ssh::read),
        in.section("streams", section -> StreamsConfig.read(section, STREAMS_PORT)),
        in.path("users", "users.yaml"),
        in.privateFile("signingKey", "signing.key"),
        in.section("log", LogConfig::read));
  }

  /**
   * The SSH front door.
   *
   * @param address the address to listen on
   * @param port 0 lets the system choose
   * @param hostKey the private key; may not exist yet
   * @param banner shown before anybody has logged in
   * @param idleTimeout without a key press; zero for never
   * @param absoluteTimeout from the login; zero for never
   * @param loginGrace from the connection to the login
   * @param maxUnauthenticated connections that have not logged in yet
   * @param maxUnauthenticatedPerSource the same from one address
   * @param authTries on one connection
   * @param sessionsPerUser at a time
   */
  public record Ssh(
      String address,
      int port,
      Path hostKey,
      Optional<String> banner,
      Duration idleTimeout,
      Duration absoluteTimeout,
      Duration loginGrace,
      int maxUnauthenticated,
      int maxUnauthenticatedPerSource,
      int authTries,
      int sessionsPerUser,
      int forwards) {
    public Ssh withAddress(String otherAddress, int otherPort) {
      return new Ssh(
          otherAddress,
          otherPort,
          hostKey,
          banner,
          idleTimeout,
          absoluteTimeout,
          loginGrace,
          maxUnauthenticated,
          maxUnauthenticatedPerSource,
          authTries,
          sessionsPerUser,
          forwards);
    }

    private static Ssh read(Section in) {
      Form<Duration> timeout = Form.duration(Duration.ZERO, Duration.ofDays(30));
      Ssh ssh =
          new Ssh(
              in.value("address", Forms.ADDRESS, "0.0.0.0"),
              in.value("port", Form.number(0, 65_535), 2222),
              in.privateFile("hostKey", "ssh_host_ed25519_key"),
              in.value("banner", Form.text(4096)),
              in.value("idleTimeout", timeout, Duration.ofMinutes(30)),
              in.value("absoluteTimeout", timeout, Duration.ofHours(12)),
              in.value(
                  "loginGrace",
                  Form.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                  Duration.ofSeconds(60)),
              in.value("maxUnauthenticated", Form.number(1, 10_000), 64),
              in.value("maxUnauthenticatedPerSource", Form.number(1, 10_000), 8),
              in.value("authTries", Form.number(1, 20), 6),
              in.value("sessionsPerUser", Form.number(1, 1_000), 10),
              in.value("forwards", Form.number(0, 1_000), 32));
      if (ssh.maxUnauthenticatedPerSource > ssh.maxUnauthenticated) {
        in.refuse(
            "maxUnauthenticatedPerSource",
            ssh.maxUnauthenticatedPerSource + " is more than all sources together may have",
            "expected at most maxUnauthenticated, which is " + ssh.maxUnauthenticated);
      }
      return ssh;
    }
  }
}
