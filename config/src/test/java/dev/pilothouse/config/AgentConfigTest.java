package dev.pilothouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom an agent obeys, and how far. */
class AgentConfigTest {
  private static final String KEY_EXPECTED =
      "expected an Ed25519 public key in base64 (44 or 60 characters).";

  @TempDir Path folder;
  Fixture files;

  @BeforeEach
  void setUp() {
    files = new Fixture(folder);
  }

  @Test
  void keysAreReadWithAndWithoutTheirX509Frame() throws Exception {
    PublicKey one = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    PublicKey two = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    byte[] framed = two.getEncoded();
    String bare =
        Base64.getEncoder()
            .encodeToString(Arrays.copyOfRange(framed, framed.length - 32, framed.length));
    String list = "- " + PublicKeys.write(one) + "\n- " + bare + "\n";

    assertThat(load("trustedKeys:\n" + list).trustedKeys().keys()).containsExactly(one, two);

    files.write("keys", "rw-r--r--", list.replace("- ", "# the next\n\n"));
    assertThat(load("trustedKeys: keys").trustedKeys().keys()).containsExactly(one, two);
  }

  @Test
  void keysThatAreNoKeys() {
    assertThat(problems("trustedKeys:\n  - AAAA\n  - ssh-ed25519 AAAA\n"))
        .containsExactly(
            "agent.yaml:2:5: trustedKeys[0]: \"AAAA\" is not valid; " + KEY_EXPECTED,
            "agent.yaml:3:5: trustedKeys[1]: \"ssh-ed25519 AAAA\" is not valid; " + KEY_EXPECTED);
  }

  @Test
  void aWrongFileOfKeysIsNotQuotedBecauseItMayBeAPrivateOne() {
    files.write("keys", "# a comment\nhunter2\n");

    assertThat(problems("trustedKeys: keys"))
        .containsExactly("keys:2:1: trustedKeys: the line is not valid; " + KEY_EXPECTED)
        .noneMatch(problem -> problem.contains("hunter2"));
  }

  @Test
  void anAgentWithoutTrustedKeysIsRefused() {
    assertThat(problems(""))
        .containsExactly(
            "agent.yaml: trustedKeys: trusted-keys: there is no such file; create it, or name the"
                + " right one.");
    files.write("trusted-keys", "# none yet\n");
    String nobody =
        "trustedKeys: no key is trusted, so no order would be carried out; give the public key of"
            + " every management node.";
    assertThat(problems("")).containsExactly("agent.yaml: " + nobody);
    assertThat(problems("trustedKeys: []")).containsExactly("agent.yaml:1:14: " + nobody);
  }

  @Test
  void aFileOfKeysThatOthersCanChangeIsRefused() {
    files.write("keys", "rw-rw-r--", "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n");

    assertThat(problems("trustedKeys: keys"))
        .containsExactly(
            "agent.yaml:1:14: trustedKeys: users other than its owner can change keys; run: chmod"
                + " go-w keys.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qemu:///session",
        "test:///default",
        "test+unix:///default?socket=/run/l/libvirt-sock",
        "qemu+tls://h1.example/system"
      })
  void libvirtUris(String uri) throws Exception {
    files.write("trusted-keys", "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n");

    assertThat(load("libvirt: " + uri).libvirt()).isEqualTo(uri);
  }

  @Test
  void valuesThatAreNotValid() {
    files.write("trusted-keys", "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n");

    assertThat(problems("libvirt: system\nmayAtMost: remove\nparallelOperations: 0\n"))
        .containsExactly(
            "agent.yaml:1:10: libvirt: \"system\" is not valid; expected a libvirt URI such as"
                + " qemu:///system.",
            "agent.yaml:2:12: mayAtMost: \"remove\" is not valid; expected one of view, operate,"
                + " configure, delete.",
            "agent.yaml:3:21: parallelOperations: \"0\" is not valid; expected a whole number from"
                + " 1 to 256.");
  }

  @Test
  void howVmsComeAndLeave() throws Exception {
    files.write("trusted-keys", "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n");

    AgentConfig agent =
        load(
            """
            memoryOvercommit: 1.5
            migration:
              uri: qemu+tcp://h1/system
              address: "fe80::1"
              transport: plain
              parallel: 4
            """);

    assertThat(agent.memoryOvercommit()).isEqualTo(1.5);
    assertThat(agent.migration())
        .isEqualTo(
            new AgentConfig.Migration(
                Optional.of("qemu+tcp://h1/system"),
                Optional.of("fe80::1"),
                AgentConfig.Transport.PLAIN,
                4));
    assertThat(
            problems(
                """
                memoryOvercommit: -1
                migration:
                  uri: h1
                  transport: ssh
                  parallel: 0
                """))
        .containsExactly(
            "agent.yaml:1:19: memoryOvercommit: \"-1\" is not valid; expected a number from 0.1 to"
                + " 100.0.",
            "agent.yaml:3:8: migration.uri: \"h1\" is not valid; expected a libvirt URI such as"
                + " qemu:///system.",
            "agent.yaml:4:14: migration.transport: \"ssh\" is not valid; expected one of tls,"
                + " tunnel, plain.",
            "agent.yaml:5:13: migration.parallel: \"0\" is not valid; expected a whole number from 1"
                + " to 64.");
  }

  private AgentConfig load(String text) throws Exception {
    return AgentConfig.load(files.write("agent.yaml", text), Fixture.SURROUNDINGS);
  }

  private List<String> problems(String text) {
    return files.problems(files.write("agent.yaml", text), AgentConfig::load);
  }
}
