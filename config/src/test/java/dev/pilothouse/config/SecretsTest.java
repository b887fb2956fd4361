package dev.pilothouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.config.value.Secret;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where secrets may come from, and that they stay secret. */
class SecretsTest {
  @TempDir Path folder;
  Fixture files;

  @BeforeEach
  void setUp() {
    files = new Fixture(folder);
  }

  @Test
  void fromAFileWithoutItsLineFeed() throws Exception {
    Path file = files.write("redis.password", "hunter2\n");

    assertThat(password("file:redis.password")).isEqualTo(Secret.inFile(file, "hunter2"));
    assertThat(password("file:" + file)).isEqualTo(Secret.inFile(file, "hunter2"));
  }

  @Test
  void fromTheEnvironment() throws Exception {
    assertThat(password("env:REDIS_PASSWORD"))
        .isEqualTo(Secret.inEnvironment("REDIS_PASSWORD", "from-the-environment"));
  }

  @Test
  void fromThePrivateFileItself() throws Exception {
    assertThat(password("hunter2")).isEqualTo(Secret.literal("hunter2"));
  }

  @Test
  void notFromAFileThatOthersCanRead() {
    Path file = files.write("server.yaml", "rw-r--r--", "redis:\n  password: hunter2\n");

    assertThat(files.problems(file, ServerConfig::load))
        .containsExactly(
            "server.yaml:2:13: redis.password: a secret stands here and others can read the file;"
                + " run: chmod 600 server.yaml.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw-rw----", "rw----r--", "rw-----w-", "rwx--x---"})
  void aSecretsFileIsForItsOwnerOnly(String mode) {
    files.write("redis.password", mode, "hunter2");

    assertThat(files.serverProblems("redis:\n  password: file:redis.password\n"))
        .containsExactly(
            "server.yaml:2:13: redis.password: users other than its owner have access to"
                + " redis.password; run: chmod 600 redis.password.");
  }

  @Test
  void referencesThatLeadNowhere() {
    files.write("empty", "\n");

    assertThat(passwordProblem("file:none"))
        .isEqualTo("none: there is no such file; create it, or name the right one.");
    assertThat(passwordProblem("file:empty"))
        .isEqualTo("empty is empty; write the secret into it.");
    assertThat(passwordProblem("'file:'"))
        .isEqualTo(
            "no file is named after \"file:\"; expected file:PATH, absolute or relative to this"
                + " file.");
    assertThat(passwordProblem("env:NONE"))
        .isEqualTo(
            "the environment variable \"NONE\" is not set or empty; set it, or use file:PATH.");
    assertThat(passwordProblem("[hunter2]"))
        .isEqualTo("this is a list; expected a single value.")
        .doesNotContain("hunter2");
  }

  @Test
  void aSecretNeverPrintsItself() throws Exception {
    ServerConfig server = files.server("redis: {password: hunter2}\n");

    assertThat(server.toString()).contains("***").doesNotContain("hunter2");
    assertThat(Fixture.SURROUNDINGS.toString()).doesNotContain("from-the-environment");
  }

  @ParameterizedTest
  @ValueSource(strings = {"signingKey: signing.key", "ssh: {hostKey: signing.key}"})
  void aPrivateKeyIsForItsOwnerOnlyOnceItIsThere(String text) throws Exception {
    assertThat(files.server(text).signingKey()).isEqualTo(folder.resolve("signing.key"));

    files.write("signing.key", "rw-r-----", "key");

    assertThat(files.serverProblems(text))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem).endsWith("run: chmod 600 signing.key."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-", "rw--w----"})
  void aFileThatOthersCanChangeIsRefused(String mode) {
    assertThat(files.problems(files.write("server.yaml", mode, "node: a"), ServerConfig::load))
        .containsExactly(
            "server.yaml: users other than its owner can change this file; run: chmod go-w"
                + " server.yaml.");
  }

  @Test
  void theCommandToRunIsSafeToPaste() {
    files.write("it's $(a) key", "rw-r--r--", "key");

    assertThat(
            files.failure(files.write("s.yaml", "signingKey: it's $(a) key"), ServerConfig::load))
        .hasMessageEndingWith("run: chmod 600 '" + folder.resolve("it'\\''s $(a) key") + "'.");
  }

  @Test
  void aFolderIsNoKey() {
    assertThat(files.serverProblems("signingKey: ."))
        .containsExactly(
            "server.yaml:1:13: signingKey: "
                + folder
                + ": this is not a regular file; name a file.");
  }

  private Secret password(String written) throws Exception {
    return files.server("redis: {password: '" + written + "'}").redis().password().orElseThrow();
  }

  private String passwordProblem(String written) {
    String problem = files.serverProblems("redis:\n  password: " + written + "\n").getFirst();
    String place = "server.yaml:2:13: redis.password: ";
    assertThat(problem).startsWith(place);
    return problem.substring(place.length());
  }
}
