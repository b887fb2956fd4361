package dev.pilothouse.dist.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real redis-server. */
class EmbeddedRedisIT {
  @TempDir Path folder;
  private StateDirectory state;

  @BeforeEach
  void setUp() {
    state = StateDirectory.open(folder);
  }

  @Test
  void isPrivateAndKeepsItsData() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(state)) {
      assertThat(redis.reused()).isFalse();
      assertThat(cli(redis, "SET", "key", "kept")).isEqualTo("OK");
      assertThat(cli(redis, "CONFIG", "GET", "port")).isEqualTo("port\n0");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(redis.path())))
          .isEqualTo("rwx------");
      Path process = Path.of("/proc", pid(redis));
      assertThat(Files.readString(process.resolve("cmdline"))).doesNotContain(redis.password());
      assertThat(Files.readString(process.resolve("environ"))).doesNotContain(redis.password());
      assertThat(run("redis-cli", "-s", redis.path().toString(), "PING")).contains("NOAUTH");
    }
    assertThat(state.redisSocket()).doesNotExist();
    try (EmbeddedRedis redis = EmbeddedRedis.start(state)) {
      assertThat(cli(redis, "GET", "key")).isEqualTo("kept");
    }
  }

  @Test
  void goesOnWithTheOneThatAKilledInstanceLeft() throws IOException, InterruptedException {
    String pid = startInAJvmThatIsKilled();
    try (EmbeddedRedis redis = EmbeddedRedis.start(state)) {
      assertThat(redis.reused()).isTrue();
      assertThat(pid(redis)).isEqualTo(pid);
    }
    assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(Processes::runs)).isEmpty();
  }

  @Test
  void startsAfterItsServerWasKilled() {
    EmbeddedRedis killed = EmbeddedRedis.start(state);
    cli(killed, "SET", "key", "kept");
    ProcessHandle process = ProcessHandle.of(Long.parseLong(pid(killed))).orElseThrow();
    process.destroyForcibly();
    assertThat(Processes.await(process, Duration.ofSeconds(30))).isTrue();
    assertThat(state.redisSocket()).exists(); // a stale one
    try (EmbeddedRedis redis = EmbeddedRedis.start(state)) {
      assertThat(redis.reused()).isFalse();
      assertThat(cli(redis, "GET", "key")).isEqualTo("kept");
    }
  }

  @Test
  void neverTwoOnOneDataFolder() throws IOException {
    EmbeddedRedis first = EmbeddedRedis.start(state);
    String pid = pid(first);
    Files.delete(state.redisSocket()); // as a tidy person might
    assertThatThrownBy(() -> EmbeddedRedis.start(state))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("another one has its data open");
    ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    assertThat(process.isAlive()).isTrue();
    process.destroy();
    assertThat(Processes.await(process, Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void saysWhyItDoesNotStart() throws IOException {
    Files.createDirectories(state.redis().resolve("appendonlydir"));
    Files.writeString(state.redis().resolve("appendonlydir/appendonly.aof.manifest"), "rubbish\n");
    assertThatThrownBy(() -> EmbeddedRedis.start(state))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("The end of " + state.redis().resolve("redis.log"))
        .hasMessageContaining("manifest");
  }

  /** The other JVM's main: {@code StarterJvm DIR}. */
  static final class StarterJvm {
    public static void main(String[] arguments) throws InterruptedException {
      EmbeddedRedis redis = EmbeddedRedis.start(StateDirectory.open(Path.of(arguments[0])));
      System.out.println(pid(redis));
      Thread.currentThread().join();
    }
  }

  private String startInAJvmThatIsKilled() throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                StarterJvm.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String pid = jvm.inputReader(UTF_8).readLine();
    jvm.destroyForcibly().waitFor();
    assertThat(pid).isNotNull();
    return pid;
  }

  private static String pid(EmbeddedRedis redis) {
    return cli(redis, "INFO", "server")
        .lines()
        .filter(line -> line.startsWith("process_id:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  private static String cli(EmbeddedRedis redis, String... words) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                "redis-cli",
                "--no-auth-warning",
                "-s",
                redis.path().toString(),
                "-a",
                redis.password()));
    command.addAll(List.of(words));
    return run(command.toArray(String[]::new));
  }

  private static String run(String... words) {
    return Command.run(List.of(words), Duration.ofMinutes(1)).output().strip();
  }
}
