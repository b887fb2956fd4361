package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.dist.e2e.Program.Outcome;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.lab.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is said in a paragraph that names the thing to change, with the right status. */
class BadInputIT {
  private static final int USAGE = 2;
  private static final int UNAVAILABLE = 7;

  @TempDir Path folder;

  @Test
  void unknownWordsAndOptions() {
    assertThat(said(USAGE, "up", "--frobnicate")).contains("--frobnicate").contains("help");
    assertThat(said(USAGE, "up", "--ssh-port", "70000")).contains("65535");
    assertThat(said(USAGE, "server")).contains("--config FILE");
  }

  @Test
  void nothingRunsHere() {
    assertThat(said(UNAVAILABLE, "--state", folder.toString(), "vm", "list"))
        .contains(folder.toString())
        .contains("pilothouse up");
  }

  @Test
  void malformedConfiguration() throws IOException {
    Path file = secret("agent.yaml", "libvirt: [\n");
    assertThat(said(UNAVAILABLE, "agent", "--config", file.toString())).contains("agent.yaml");
    Path unknown = secret("unknown.yaml", "libvrit: qemu:///system\nparallelOperations: 0\n");
    assertThat(said(UNAVAILABLE, "agent", "--config", unknown.toString()))
        .contains("libvrit")
        .contains("parallelOperations"); // all problems at once
    assertThat(said(UNAVAILABLE, "agent", "--config", folder.resolve("none.yaml").toString()))
        .contains("none.yaml");
  }

  @Test
  void unreachableRedis() throws IOException {
    secret("users.yaml", "users: []\n");
    Path file =
        secret(
            "server.yaml", "redis: {url: \"redis+uds://" + folder.resolve("none.sock") + "\"}\n");
    assertThat(said(UNAVAILABLE, "server", "--config", file.toString())).contains("none.sock");
  }

  @Test
  void unreachableLibvirt() {
    String uri = "qemu+unix:///system?socket=" + folder.resolve("none");
    String state = folder.resolve("state").toString();
    assertThat(
            said(
                UNAVAILABLE,
                "up",
                "--headless",
                "--state",
                state,
                "--ssh-port",
                "0",
                "--libvirt",
                uri))
        .contains("libvirt")
        .contains(folder.resolve("none").toString());
    assertThat(folder.resolve("state/redis.sock")).doesNotExist();
  }

  @Test
  void aKeyThatIsNoneOrThatOthersCanRead() throws IOException {
    try (RedisServer redis = RedisServer.onSocket(folder)) {
      Path key = secret("signing.key", "not a key\n");
      Path file = secret("tui.yaml", "redis: {url: \"" + redis.address() + "\"}\n");
      assertThat(said(UNAVAILABLE, "--config", file.toString(), "vm", "list"))
          .contains("signing.key");
      Files.delete(key);
      SigningKey.loadOrGenerate(key);
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
      assertThat(said(UNAVAILABLE, "--config", file.toString(), "vm", "list"))
          .contains("signing.key")
          .contains("chmod 600");
    }
  }

  private String said(int status, String... words) {
    Outcome outcome = Program.run(Program.pilothouse(List.of(), List.of(words)), "");
    assertThat(outcome.status()).as("%s", outcome).isEqualTo(status);
    assertThat(outcome.errors()).isNotBlank().doesNotContain("Exception").doesNotContain("\tat ");
    return outcome.errors();
  }

  private Path secret(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }
}
