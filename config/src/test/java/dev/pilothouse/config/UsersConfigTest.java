package dev.pilothouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.config.UsersConfig.User;
import dev.pilothouse.config.value.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may log in, and what the file about it may say. */
class UsersConfigTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAfZIxMGrc2xS7aa+8tXTN5J"
          + "Gs02X8vl2nCEDo2HpWMJ alice@laptop";
  private static final String HASH =
      "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA"
          + "$KhrBHtVJPH0EdrAx3MXDSnHBtnxF8IC3yY2Uq9hPOEk";
  private static final String KEY_EXPECTED =
      "expected a public key as in ~/.ssh/id_ed25519.pub (ssh-ed25519, ecdsa-sha2-* or ssh-rsa),"
          + " without options before it.";

  @TempDir Path folder;
  Fixture files;

  @BeforeEach
  void setUp() {
    files = new Fixture(folder);
  }

  @Test
  void keysPasswordsOrBoth() throws Exception {
    Path file =
        files.write(
            "users.yaml",
            """
            users:
              - {name: alice, role: admin, keys: ["%s"]}
              - {name: _bob-2, role: operator, passwordHash: "%s"}
              - {name: carol, role: viewer, keys: ["%s"], passwordHash: "%s"}
            """
                .formatted(KEY, HASH, KEY, HASH));

    assertThat(UsersConfig.load(file, Fixture.SURROUNDINGS).users())
        .containsExactly(
            new User("alice", Role.ADMIN, List.of(KEY), Optional.empty()),
            new User("_bob-2", Role.OPERATOR, List.of(), Optional.of(Secret.literal(HASH))),
            new User("carol", Role.VIEWER, List.of(KEY), Optional.of(Secret.literal(HASH))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Alice", "a b", "1a", "-a", "a.b", "root;id", "ünal", "a\\u202eb", "a\\tb"})
  void namesThatAreNoNames(String name) {
    assertThat(
            problems("users:\n  - {name: \"" + name + "\", role: admin, keys: [\"" + KEY + "\"]}"))
        .singleElement()
        .asString()
        .startsWith("users.yaml:2:12: users[0].name: ")
        .endsWith(
            " is not valid; expected a-z, 0-9, _ and -, the first a letter or _, at most 32"
                + " characters.")
        .matches("\\P{Cntrl}+")
        .doesNotContain("\u202e");
  }

  @Test
  void missingAndEmptyNamesAndRoles() {
    assertThat(
            problems(
                "users:\n  - keys: ['"
                    + KEY
                    + "']\n  - name: ''\n    role: bos\n    keys: ['"
                    + KEY
                    + "']"))
        .containsExactly(
            "users.yaml:2:5: users[0].name: it is missing or empty; expected a-z, 0-9, _ and -,"
                + " the first a letter or _, at most 32 characters.",
            "users.yaml:2:5: users[0].role: it is missing or empty; expected one of viewer,"
                + " operator, admin.",
            "users.yaml:3:11: users[1].name: it is missing or empty; expected a-z, 0-9, _ and -,"
                + " the first a letter or _, at most 32 characters.",
            "users.yaml:4:11: users[1].role: \"bos\" is not valid; expected one of viewer,"
                + " operator, admin.");
  }

  @Test
  void aMisspelledRole() {
    assertThat(problems("users:\n  - {name: a, role: Opertor, keys: ['" + KEY + "']}"))
        .containsExactly(
            "users.yaml:2:21: users[0].role: \"Opertor\" is not valid; did you mean \"operator\"?"
                + " It must be one of viewer, operator, admin.");
  }

  @Test
  void oneNameTwice() {
    String user = "  - {name: alice, role: admin, keys: ['" + KEY + "']}\n";

    assertThat(problems("users:\n" + user + user))
        .containsExactly(
            "users.yaml:3:12: users[1].name: \"alice\" is there already; give every user a name of"
                + " their own.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", keys:", ", keys: []", ", passwordHash: ''"})
  void aUserWithoutAWayIn(String rest) {
    assertThat(problems("users:\n  - {name: a, role: viewer" + rest + "}"))
        .containsExactly(
            "users.yaml:2:5: users[0]: the user has no way to log in; give keys, a passwordHash, or"
                + " both.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 not/base64!",
        "ssh-dss AAAAB3NzaC1kc3MAAACB",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE",
        "command=x ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE"
      })
  void keysThatAreNoKeys(String key) {
    assertThat(problems("users:\n  - {name: a, role: viewer, keys: ['" + key + "']}"))
        .singleElement()
        .asString()
        .startsWith(
            "users.yaml:2:36: users[0].keys[0]: \"" + key.substring(0, Math.min(60, key.length())))
        .endsWith(KEY_EXPECTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "$argon2i$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$KhrBHtVJPH0EdrAx3MXDSnHBtnxF8IC3yY2Uq9hPOEk",
        "$argon2id$v=19$m=4194304,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$KhrBHtVJPH0EdrAx3MXDSnHBtnxF8IC3yY2Uq9hPOEk",
        "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHRzb21lc2FsdA$KhrBHtVJPH0EdrAx3MXDSnHBtnxF8IC3yY2Uq9hPOEk",
        "$argon2id$v=19$m=65536,t=3,p=1$c2FsdA$KhrBHtVJPH0EdrAx3MXDSnHBtnxF8IC3yY2Uq9hPOEk"
      })
  void hashesThatAreNoHashesAreNotShown(String hash) {
    assertThat(problems("users:\n  - {name: a, role: viewer, passwordHash: '" + hash + "'}"))
        .singleElement()
        .asString()
        .startsWith(
            "users.yaml:2:43: users[0].passwordHash: the value is not valid; expected an argon2id"
                + " hash")
        .doesNotContain(hash);
  }

  @Test
  void aFileWithHashesIsForItsOwnerOnly() {
    Path file =
        files.write(
            "users.yaml",
            "rw-r--r--",
            "users:\n  - {name: a, role: viewer, passwordHash: '" + HASH + "'}");

    assertThat(files.problems(file, UsersConfig::load))
        .containsExactly(
            "users.yaml:2:43: users[0].passwordHash: a secret stands here and others can read the"
                + " file; run: chmod 600 users.yaml.");
  }

  @Test
  void aFileWithKeysMayBeReadButNotChangedByOthers() throws Exception {
    String text = "users:\n  - {name: a, role: viewer, keys: ['" + KEY + "']}";

    assertThat(
            UsersConfig.load(files.write("users.yaml", "rw-r--r--", text), Fixture.SURROUNDINGS)
                .users())
        .hasSize(1);
    assertThat(files.problems(files.write("users.yaml", "rw-rw-r--", text), UsersConfig::load))
        .containsExactly(
            "users.yaml: users other than its owner can change this file; run: chmod go-w"
                + " users.yaml.");
  }

  @Test
  void listsThatAreNoLists() {
    assertThat(problems("users: alice"))
        .containsExactly(
            "users.yaml:1:8: users: this is a single value; expected a list: lines that start with"
                + " \"- \".");
    assertThat(problems("users:\n  - alice"))
        .containsExactly(
            "users.yaml:2:5: users[0]: this is a single value; expected a section of lines \"key:"
                + " value\".");
    assertThat(problems("users:\n  - {name: a, role: viewer, keys: [[x]]}"))
        .containsExactly(
            "users.yaml:2:36: users[0].keys[0]: this is a list; expected a single value.");
  }

  private List<String> problems(String text) {
    return files.problems(files.write("users.yaml", text), UsersConfig::load);
  }
}
