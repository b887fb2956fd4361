package dev.pilothouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.server.DoorFixture.Ended;
import dev.pilothouse.server.audit.Audit;
import dev.pilothouse.server.auth.Account;
import dev.pilothouse.server.auth.OneTimePassword;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who gets in, with what, and what is written down about it. */
class LoginTest {
  @TempDir Path dir;
  private DoorFixture fixture;
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();

  @BeforeEach
  void setUp() throws Exception {
    fixture =
        new DoorFixture(
            dir,
            settings ->
                settings.withOneTimePassword(dir.resolve("once")).withBanner("Authorised only."));
    written.start();
    audit().addAppender(written);
  }

  @AfterEach
  void tearDown() throws Exception {
    audit().detachAppender(written);
    fixture.close();
  }

  private static Logger audit() {
    return (Logger) LoggerFactory.getLogger(Audit.LOGGER);
  }

  @Test
  void everyKindOfKeyGetsIn() throws Exception {
    List<List<String>> kinds =
        List.of(
            List.of("-t", "ed25519"),
            List.of("-t", "ecdsa", "-b", "256"),
            List.of("-t", "ecdsa", "-b", "384"),
            List.of("-t", "ecdsa", "-b", "521"),
            List.of("-t", "rsa", "-b", "3072"));
    for (List<String> kind : kinds) {
      String name = "key" + String.join("", kind);
      allow("carol", fixture.newKey(name, kind.toArray(String[]::new)));

      assertThat(as("carol", name, "whoami").out()).as("%s", kind).contains("carol OPERATOR ssh");
    }
    allow("carol", fixture.newKey("rsa", "-t", "rsa", "-b", "2048"));
    for (String algorithm : List.of("rsa-sha2-256", "rsa-sha2-512")) {
      assertThat(as("carol", "rsa", "-oPubkeyAcceptedAlgorithms=" + algorithm, "whoami").status())
          .isZero();
    }
    assertThat(as("carol", "rsa", "-oPubkeyAcceptedAlgorithms=ssh-rsa", "whoami").status())
        .as("SHA-1")
        .isEqualTo(255);
  }

  @Test
  void othersDoNot() throws Exception {
    fixture.newKey("stranger", "-t", "ed25519");
    String small = fixture.newKey("small", "-t", "rsa", "-b", "1024");
    allow("carol", small);

    assertThat(as("alice", "stranger", "whoami").status()).isEqualTo(255);
    assertThat(as("carol", "small", "whoami").status()).as("1024 bits").isEqualTo(255);
    assertThat(as("nobody", "id", "whoami").status()).isEqualTo(255);
    assertThat(fixture.reception.events).isEmpty();
  }

  @Test
  void optionsOfAuthorizedKeysAreHonoured() throws Exception {
    String key = fixture.newKey("key", "-t", "ed25519");

    allow("carol", "from=\"10.0.0.0/8,!127.0.0.1\" " + key);
    assertThat(as("carol", "key", "whoami").status()).isEqualTo(255);
    allow("carol", "from=\"127.0.0.*\",expiry-time=\"20200101\" " + key);
    assertThat(as("carol", "key", "whoami").status()).isEqualTo(255);
    allow("carol", "command=\"vm list\" " + key);
    assertThat(as("carol", "key", "whoami").status()).isEqualTo(255);
    allow("carol", "from=\"127.0.0.*\",expiry-time=\"29991231\" " + key);
    assertThat(as("carol", "key", "whoami").status()).isZero();

    allow("carol", "restrict " + key);
    assertThat(as("carol", "key", "whoami").status()).isZero();
    List<String> command = fixture.client("ssh", "key", "-tt", "-o", "BatchMode=yes");
    command.add("carol@127.0.0.1");
    Ended ended = fixture.run(command);
    assertThat(ended.err()).contains("your key may not have a terminal here");
    assertThat(fixture.reception.openTuis).hasValue(0);
  }

  @Test
  void aPasswordGetsInAndAWrongOneDoesNot() throws Exception {
    Ended right = withPassword("bob", DoorFixture.PASSWORD);
    assertThat(right.out()).contains("bob VIEWER ssh 127.0.0.1");
    assertThat(right.err()).contains("Authorised only.");

    assertThat(withPassword("bob", "wrong").status()).isEqualTo(255);
    assertThat(withPassword("bob", "").status()).isEqualTo(255);
    assertThat(withPassword("alice", "").status()).as("has no password").isEqualTo(255);
    assertThat(withPassword("nobody", DoorFixture.PASSWORD).status()).isEqualTo(255);
  }

  @Test
  void aOneTimePasswordWorksOnce() throws Exception {
    String password = new OneTimePassword(dir.resolve("once")).issue("alice", new SecureRandom());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("once"))))
        .isEqualTo("rw-------");

    assertThat(withPassword("bob", password).status()).as("not bob's").isEqualTo(255);
    assertThat(withPassword("alice", password).out()).contains("alice ADMIN");
    assertThat(dir.resolve("once")).doesNotExist();
    assertThat(withPassword("alice", password).status()).isEqualTo(255);
  }

  @Test
  void afterSixTriesTheConnectionEnds() throws Exception {
    List<String> command = fixture.client("ssh", "id", "-o", "BatchMode=yes");
    for (int i = 0; i < 6; i++) {
      fixture.newKey("wrong" + i, "-t", "ed25519");
      command.addAll(command.indexOf("-i"), List.of("-i", dir.resolve("wrong" + i).toString()));
    }
    command.addAll(List.of("alice@127.0.0.1", "whoami"));

    Ended ended = fixture.run(command);

    assertThat(ended.status()).isEqualTo(255);
    assertThat(ended.err()).contains("Too many authentication failures");
  }

  @Test
  void itIsAllWrittenDownWithoutRawText() throws Exception {
    fixture.command("whoami");
    withPassword("evil\u009b2J\u202euser", "wrong");
    fixture.run(fixture.ssh(List.of("-W", "127.0.0.1:22")));

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(lines()).filteredOn(l -> l.startsWith("end")).hasSize(2));
    assertThat(lines())
        .anyMatch(l -> l.matches("login user=alice from=127.0.0.1:\\d+ by=\"publickey SHA256:.*"))
        .anyMatch(l -> l.matches("end user=alice from=127.0.0.1:\\d+ lasted=\\d+s why=closed"))
        .anyMatch(l -> l.contains("why=\"a forward to 127.0.0.1:22: There is no VM '127.0.0.1'."))
        .anyMatch(l -> l.contains("evil\\x9B2J\\u{202E}user") && l.contains("wrong password"))
        .noneMatch(l -> l.contains("\u009b") || l.contains(DoorFixture.PASSWORD));
  }

  @Test
  void accountsAreReadAnewAtEveryLogin() throws Exception {
    assertThat(fixture.command("whoami").out()).contains("ADMIN");
    Account alice = Objects.requireNonNull(fixture.accounts.get("alice"));
    fixture.accounts.put(
        "alice", new Account("alice", Role.VIEWER, alice.authorizedKeys(), Optional.empty()));
    assertThat(fixture.command("whoami").out()).contains("VIEWER");
    fixture.accounts.remove("alice");
    assertThat(fixture.command("whoami").status()).isEqualTo(255);
  }

  private List<String> lines() {
    return List.copyOf(written.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private void allow(String user, String... lines) {
    fixture.accounts.put(user, new Account(user, Role.OPERATOR, List.of(lines), Optional.empty()));
  }

  private Ended as(String user, String key, String... rest) throws Exception {
    List<String> command = fixture.client("ssh", key, "-o", "BatchMode=yes");
    List<String> words = new ArrayList<>(List.of(rest));
    while (words.getFirst().startsWith("-")) {
      command.add(words.removeFirst());
    }
    command.add(user + "@127.0.0.1");
    command.addAll(words);
    return fixture.run(command);
  }

  /** OpenSSH asks a program for the password: it never stands in arguments. */
  private Ended withPassword(String user, String password) throws Exception {
    Path file = Files.writeString(dir.resolve("password"), password);
    Path askpass = Files.writeString(dir.resolve("askpass"), "#!/bin/sh\ncat " + file + "\n");
    Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwx------"));
    List<String> command =
        fixture.client(
            "ssh",
            "id",
            "-o",
            "PreferredAuthentications=password",
            "-o",
            "NumberOfPasswordPrompts=1");
    command.addAll(List.of("-l", user, "127.0.0.1", "whoami"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SSH_ASKPASS", askpass.toString());
    builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
    return DoorFixture.finish(builder.start(), new byte[0]);
  }
}
