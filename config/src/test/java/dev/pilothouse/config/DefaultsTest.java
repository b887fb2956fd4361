package dev.pilothouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.config.AgentConfig.Ceiling;
import dev.pilothouse.config.AgentConfig.TrustedKeys;
import dev.pilothouse.config.ServerConfig.Ssh;
import dev.pilothouse.config.value.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every default, written out. */
class DefaultsTest {
  private static final RedisConfig REDIS =
      new RedisConfig("redis://127.0.0.1:6379", Optional.empty(), Optional.empty());
  private static final LogConfig LOG =
      new LogConfig(Optional.empty(), LogConfig.Level.INFO, new ByteSize(67_108_864));

  @TempDir Path folder;
  Fixture files;

  @BeforeEach
  void setUp() {
    files = new Fixture(folder);
  }

  @Test
  void server() throws Exception {
    assertThat(files.server("# nothing\n"))
        .isEqualTo(
            new ServerConfig(
                "mgmt1",
                REDIS,
                new Ssh(
                    "0.0.0.0",
                    2222,
                    folder.resolve("ssh_host_ed25519_key"),
                    Optional.empty(),
                    Duration.ofMinutes(30),
                    Duration.ofHours(12),
                    Duration.ofSeconds(60),
                    64,
                    8,
                    6,
                    10,
                    32),
                new StreamsConfig("0.0.0.0", 2223, List.of()),
                folder.resolve("users.yaml"),
                folder.resolve("signing.key"),
                LOG));
  }

  @Test
  void agent() throws Exception {
    Path keys =
        files.write("trusted-keys", "# mgmt1\n\nGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n");

    AgentConfig agent = AgentConfig.load(files.write("agent.yaml", ""), Fixture.SURROUNDINGS);

    assertThat(agent)
        .isEqualTo(
            new AgentConfig(
                "qemu:///system",
                REDIS,
                new TrustedKeys(Optional.of(keys), agent.trustedKeys().keys()),
                Path.of("/var/lib/pilothouse/agent"),
                Ceiling.DELETE,
                8,
                AgentConfig.DomainType.AUTO,
                Duration.ofDays(7),
                new AgentConfig.Migration(
                    Optional.empty(), Optional.empty(), AgentConfig.Transport.TLS, 2),
                1.0,
                new AgentConfig.Images(
                    "images", "/var/lib/libvirt/images/pilothouse", ByteSize.mebibytes(2L << 20)),
                new AgentConfig.Consoles(true),
                LOG));
    assertThat(agent.trustedKeys().keys()).hasSize(1);
  }

  @Test
  void client() throws Exception {
    assertThat(ClientConfig.load(files.write("tui.yaml", ""), Fixture.SURROUNDINGS))
        .isEqualTo(
            new ClientConfig(
                "mgmt1",
                REDIS,
                new StreamsConfig("0.0.0.0", 0, List.of()),
                folder.resolve("signing.key"),
                "alice",
                Role.ADMIN,
                LOG));
  }

  @Test
  void users() throws Exception {
    assertThat(UsersConfig.load(files.write("users.yaml", ""), Fixture.SURROUNDINGS).users())
        .isEmpty();
  }

  @Test
  void emptyKeysAndSectionsHaveTheirDefaults() throws Exception {
    ServerConfig empty = files.server("node:\nredis:\nssh:\n  port:\n  banner: \"\"\nlog: ~\n");

    assertThat(empty).isEqualTo(files.server(""));
  }

  @Test
  void defaultsNeedNoFile() throws Exception {
    assertThat(ServerConfig.defaults(folder.resolve("server.yaml"), Fixture.SURROUNDINGS))
        .isEqualTo(files.server(""));
  }

  @Test
  void valuesReplaceDefaults() throws Exception {
    ServerConfig server =
        files.server(
            """
            node: mgmt-2.dc1
            redis: { url: "redis+uds:///run/redis.sock", username: ph, password: env:REDIS_PASSWORD }
            ssh:
              address: "::1"
              port: 0
              hostKey: keys/../host
              banner: |
                Authorised use only.
                You are watched.
              idleTimeout: 0s
              absoluteTimeout: P1DT12H
              loginGrace: 1m30s
              maxUnauthenticated: 16
              maxUnauthenticatedPerSource: 2
              authTries: 3
              sessionsPerUser: 1
              forwards: 0
            users: /etc/users.yaml
            log:
              file: log/server.log
              level: trace
              maxSize: 1GiB
            """);

    assertThat(server.node()).isEqualTo("mgmt-2.dc1");
    assertThat(server.redis().url()).isEqualTo("redis+uds:///run/redis.sock");
    assertThat(server.redis().password().orElseThrow().reveal()).isEqualTo("from-the-environment");
    assertThat(server.ssh())
        .isEqualTo(
            new Ssh(
                "::1",
                0,
                folder.resolve("host"),
                Optional.of("Authorised use only.\nYou are watched.\n"),
                Duration.ZERO,
                Duration.ofHours(36),
                Duration.ofSeconds(90),
                16,
                2,
                3,
                1,
                0));
    assertThat(server.users()).isEqualTo(Path.of("/etc/users.yaml"));
    assertThat(server.log())
        .isEqualTo(
            new LogConfig(
                Optional.of(folder.resolve("log/server.log")),
                LogConfig.Level.TRACE,
                new ByteSize(1L << 30)));
  }
}
