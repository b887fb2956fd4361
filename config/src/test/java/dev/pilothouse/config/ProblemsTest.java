package dev.pilothouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.config.source.ConfigException;
import dev.pilothouse.config.source.Problem;
import dev.pilothouse.config.source.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of mistake, with the words that a person gets to read. */
class ProblemsTest {
  @TempDir Path folder;
  Fixture files;

  @BeforeEach
  void setUp() {
    files = new Fixture(folder);
  }

  @Test
  void eightMistakesAreToldAtOnce() throws IOException {
    ConfigException failure =
        files.failure(files.write("server.yaml", resource("eight.yaml")), ServerConfig::load);

    assertThat(files.withoutFolder(failure.toString()))
        .isEqualTo(ConfigException.class.getName() + ": " + resource("eight.txt").strip());
    assertThat(failure.getStackTrace()).isEmpty();
    assertThat(failure.problems())
        .hasSize(8)
        .isSortedAccordingTo(Comparator.comparingInt(Problem::line));
  }

  @Test
  void aProblemCarriesItsParts() {
    Path file = files.write("server.yaml", "ssh:\n  port: 99999\n");

    assertThat(files.failure(file, ServerConfig::load).problems())
        .containsExactly(
            new Problem(
                file,
                2,
                9,
                "ssh.port",
                "\"99999\" is not valid",
                "expected a whole number from 0 to 65535"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          prot: 22           | 1:1: prot: there is no such key; the keys here are node, redis, ssh, streams, users, signingKey, log.
          Signing-Key: a     | 1:1: Signing-Key: there is no such key; did you mean "signingKey"?
          nod: a             | 1:1: nod: there is no such key; did you mean "node"?
          ssh: {prot: 22}    | 1:7: ssh.prot: there is no such key; did you mean "port"?
          node: -x           | 1:7: node: "-x" is not valid; expected letters, digits, ".", "_" and "-", the first a letter or digit, at most 63 characters.
          node: [a]          | 1:7: node: this is a list; expected a single value.
          ssh: on            | 1:6: ssh: this is a single value; expected indented lines "key: value" below it.
          ssh: [port]        | 1:6: ssh: this is a list; expected indented lines "key: value" below it.
          ssh: {port: 22a}   | 1:13: ssh.port: "22a" is not valid; expected a whole number from 0 to 65535.
          ssh: {port: -1}    | 1:13: ssh.port: "-1" is not valid; expected a whole number from 0 to 65535.
          ssh: {port: {a: 1}} | 1:13: ssh.port: this is a section; expected a single value.
          ssh: {authTries: 0} | 1:18: ssh.authTries: "0" is not valid; expected a whole number from 1 to 20.
          ssh: {address: "a b"} | 1:16: ssh.address: "a b" is not valid; expected an address or a host name, such as 0.0.0.0, ::1 or mgmt.example.
          ssh: {idleTimeout: 90} | 1:20: ssh.idleTimeout: "90" is not valid; expected a time such as 90s, 15m or 1h30m, from 0s to 30d.
          ssh: {loginGrace: 1d} | 1:19: ssh.loginGrace: "1d" is not valid; expected a time such as 90s, 15m or 1h30m, from 1s to 10m.
          ssh: {maxUnauthenticated: 4} | 1:6: ssh.maxUnauthenticatedPerSource: 8 is more than all sources together may have; expected at most maxUnauthenticated, which is 4.
          ssh: {hostKey: ~/key} | 1:16: ssh.hostKey: "~/key" is not valid; expected a path, absolute or relative to this file ("~" has no meaning).
          users: "a\\0b"     | 1:8: users: "a\\u{0}b" is not valid; expected a path, absolute or relative to this file ("~" has no meaning).
          log: {level: inof} | 1:14: log.level: "inof" is not valid; did you mean "info"? It must be one of error, warn, info, debug, trace.
          log: {level: loud} | 1:14: log.level: "loud" is not valid; expected one of error, warn, info, debug, trace.
          log: {maxSize: 64} | 1:16: log.maxSize: "64" is not valid; expected a size such as 64MiB, from 1MiB to 1TiB.
          redis: {url: redis://h} | 1:14: redis.url: "redis://h" is no Redis URL; expected redis://host:port, rediss://host:port or redis+uds:///path/of/socket.
          redis: {url: "http://h:1"} | 1:14: redis.url: "http://h:1" is no Redis URL; expected redis://host:port, rediss://host:port or redis+uds:///path/of/socket.
          redis: {url: "redis+uds://r"} | 1:14: redis.url: "redis+uds://r" is no Redis URL; expected redis://host:port, rediss://host:port or redis+uds:///path/of/socket.
          redis: {url: "redis://:hunter2@h:1"} | 1:14: redis.url: the URL holds a user or a password, which logs would show; move them to redis.username and redis.password.
          node: "a\\e[31m\\u202eb" | 1:7: node: "a\\u{1b}[31m\\u{202e}b" is not valid; expected letters, digits, ".", "_" and "-", the first a letter or digit, at most 63 characters.
          """)
  void aMistakeHasItsPlaceAndAdvice(String text, String expected) {
    assertThat(files.serverProblems(text)).containsExactly("server.yaml:" + expected);
  }

  @Test
  void longValuesAreCut() {
    assertThat(files.serverProblems("node: " + "x".repeat(500)).getFirst())
        .contains("\"" + "x".repeat(60) + "...\"")
        .hasSizeLessThan(250);
  }

  @Test
  void aMachineWhoseNameDoesNotFitHasToBeGivenOne() {
    Path file = files.write("server.yaml", "");
    Surroundings odd = new Surroundings("-mgmt", "Alice Smith", Map.of());

    assertThat(files.problems(file, (f, ignored) -> ServerConfig.load(f, odd)))
        .containsExactly(
            "server.yaml: node: the default \"-mgmt\" cannot be used here; set it to letters,"
                + " digits, \".\", \"_\" and \"-\", the first a letter or digit, at most 63"
                + " characters.");
    assertThat(files.problems(file, (f, ignored) -> ClientConfig.load(f, odd)))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("server.yaml: user: the default \"Alice Smith\" cannot be used here;");
  }

  @Test
  void aMissingFile() {
    assertThat(files.problems(folder.resolve("none.yaml"), ServerConfig::load))
        .containsExactly("none.yaml: there is no such file; create it, or name the right one.");
  }

  @Test
  void aFolderInPlaceOfAFile() {
    assertThat(files.problems(folder, ServerConfig::load))
        .containsExactly(folder + ": this is not a regular file; name a file.");
  }

  @Test
  void aFileThatIsNoText() throws IOException {
    Path file = files.write("server.yaml", "");
    Files.write(file, "node: \u00e9".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(files.problems(file, ServerConfig::load))
        .containsExactly("server.yaml: the file is not UTF-8 text; save it as UTF-8.");
  }

  @Test
  void aFileThatIsTooLarge() {
    assertThat(files.serverProblems("# " + "x".repeat(1 << 20)))
        .containsExactly(
            "server.yaml: the file is larger than 1048576 bytes; make sure that it is the right"
                + " one.");
  }

  private static String resource(String name) throws IOException {
    try (var in = ProblemsTest.class.getResourceAsStream("/problems/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
