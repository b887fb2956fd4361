package dev.pilothouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.config.AgentConfig.Ceiling;
import dev.pilothouse.config.AgentConfig.TrustedKeys;
import dev.pilothouse.config.ServerConfig.Ssh;
import dev.pilothouse.config.UsersConfig.User;
import dev.pilothouse.config.value.ByteSize;
import dev.pilothouse.config.value.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read back as it was. */
class YamlTest {
  @TempDir Path folder;
  Fixture files;

  @BeforeEach
  void setUp() {
    files = new Fixture(folder);
  }

  @Test
  void serverWithEverything() throws Exception {
    Path password = files.write("redis.password", "hunter2\n");
    ServerConfig written =
        new ServerConfig(
            "no",
            new RedisConfig(
                "redis+uds:///run/a b/redis.sock",
                Optional.of("0777"),
                Optional.of(Secret.inFile(password, "hunter2"))),
            new Ssh(
                "::1",
                0,
                folder.resolve("a: b #c"),
                Optional.of("two\nlines: \"'#\\ é 日本 and then some that is longer than a line"),
                Duration.ofMillis(90_500),
                Duration.ZERO,
                Duration.ofSeconds(61),
                9,
                8,
                7,
                6,
                5),
            new StreamsConfig(
                "::", 0, List.of("mgmt.example", "[2001:db8::1]:2223", "192.0.2.1:80")),
            folder.resolve("users.yaml"),
            folder.resolve("signing.key"),
            new LogConfig(
                Optional.of(folder.resolve("log")),
                LogConfig.Level.DEBUG,
                new ByteSize(5_000_000)));
    Path file = folder.resolve("server.yaml");

    Yaml.write(written, file);

    assertThat(ServerConfig.load(file, Fixture.SURROUNDINGS)).isEqualTo(written);
    assertThat(Files.readString(file)).doesNotContain("hunter2");
  }

  @Test
  void serverWithDefaultsReadsLikeAnExample() throws Exception {
    Path file = folder.resolve("server.yaml");
    ServerConfig defaults = ServerConfig.defaults(file, Fixture.SURROUNDINGS);
    ServerConfig written =
        defaults
            .withRedis(
                new RedisConfig(
                    "redis://127.0.0.1:7000",
                    Optional.empty(),
                    Optional.of(Secret.inEnvironment("REDIS_PASSWORD", "from-the-environment"))))
            .withSsh(defaults.ssh().withAddress("127.0.0.1", 2022))
            .withLog(new LogConfig(Optional.empty(), LogConfig.Level.WARN, ByteSize.mebibytes(1)));

    Yaml.write(written, file);

    assertThat(ServerConfig.load(file, Fixture.SURROUNDINGS)).isEqualTo(written);
    assertThat(files.withoutFolder(Files.readString(file)))
        .isEqualTo(
            """
            node: "mgmt1"
            redis:
              url: "redis://127.0.0.1:7000"
              password: "env:REDIS_PASSWORD"
            ssh:
              address: "127.0.0.1"
              port: 2022
              hostKey: "ssh_host_ed25519_key"
              idleTimeout: "30m"
              absoluteTimeout: "12h"
              loginGrace: "1m"
              maxUnauthenticated: 64
              maxUnauthenticatedPerSource: 8
              authTries: 6
              sessionsPerUser: 10
              forwards: 32
            streams:
              address: "0.0.0.0"
              port: 2223
              advertise: []
            users: "users.yaml"
            signingKey: "signing.key"
            log:
              level: "warn"
              maxSize: "1MiB"
            """);
  }

  @Test
  void agentWithKeysInAFileOrInItself() throws Exception {
    PublicKey key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    Path keys = files.write("keys", PublicKeys.write(key) + "\n");
    Path file = folder.resolve("agent.yaml");
    for (Optional<Path> where : List.of(Optional.of(keys), Optional.<Path>empty())) {
      AgentConfig written =
          new AgentConfig(
              "test:///default",
              new RedisConfig("rediss://h:1", Optional.empty(), Optional.empty()),
              new TrustedKeys(where, List.of(key)),
              folder.resolve("state"),
              Ceiling.OPERATE,
              2,
              AgentConfig.DomainType.QEMU,
              Duration.ofHours(36),
              new AgentConfig.Migration(
                  Optional.of("qemu+tcp://h1/system"),
                  Optional.empty(),
                  AgentConfig.Transport.TUNNEL,
                  3),
              1.25,
              new AgentConfig.Images("golden", "/srv/images", ByteSize.mebibytes(64)),
              new AgentConfig.Consoles(false),
              new LogConfig(Optional.empty(), LogConfig.Level.INFO, ByteSize.mebibytes(64)));

      Yaml.write(written, file);

      assertThat(AgentConfig.load(file, Fixture.SURROUNDINGS)).isEqualTo(written);
    }
  }

  @Test
  void client() throws Exception {
    Path file = folder.resolve("tui.yaml");
    ClientConfig written =
        new ClientConfig(
            "jump1",
            new RedisConfig(
                "redis://[::1]:6379", Optional.empty(), Optional.of(Secret.literal("p: #w"))),
            StreamsConfig.onLoopback(),
            folder.resolve("signing.key"),
            "bob",
            Role.VIEWER,
            new LogConfig(Optional.empty(), LogConfig.Level.ERROR, ByteSize.mebibytes(2)));

    Yaml.write(written, file);

    assertThat(ClientConfig.load(file, Fixture.SURROUNDINGS)).isEqualTo(written);
  }

  @Test
  void users() throws Exception {
    Path file = folder.resolve("users.yaml");
    String key =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAfZIxMGrc2xS7aa+8tXTN5J"
            + "Gs02X8vl2nCEDo2HpWMJ alice@laptop";
    String hash =
        "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA"
            + "$KhrBHtVJPH0EdrAx3MXDSnHBtnxF8IC3yY2Uq9hPOEk";
    UsersConfig written =
        new UsersConfig(
            List.of(
                new User("alice", Role.ADMIN, List.of(key), Optional.empty()),
                new User("null-o", Role.VIEWER, List.of(), Optional.of(Secret.literal(hash)))));

    Yaml.write(written, file);

    assertThat(UsersConfig.load(file, Fixture.SURROUNDINGS)).isEqualTo(written);
  }

  @Test
  void aWrittenFileIsForItsOwnerOnlyAndReplacesAnOpenOne() throws Exception {
    Path file = files.write("users.yaml", "rw-rw-rw-", "old");

    Yaml.write(new UsersConfig(List.of()), file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var entries = Files.list(folder)) {
      assertThat(entries).containsExactly(file);
    }
  }
}
