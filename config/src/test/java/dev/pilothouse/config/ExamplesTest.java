package dev.pilothouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.config.UsersConfig.User;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples are true: they load, they show the defaults, and they show every key. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("examples");
  private static final Pattern OPTIONAL_KEY = Pattern.compile("(?m)^( *)#(\\S+: )");

  private static final String TRUSTED =
      "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n";

  @TempDir Path folder;
  Fixture files;

  @BeforeEach
  void setUp() {
    files = new Fixture(folder);
    files.write("trusted-keys", TRUSTED);
    files.write("redis.password", "secret\n");
  }

  @Test
  void serverShowsTheDefaults() throws Exception {
    Path file = files.write("server.yaml", example("server.yaml"));

    assertThat(ServerConfig.load(file, Fixture.SURROUNDINGS))
        .isEqualTo(ServerConfig.defaults(file, Fixture.SURROUNDINGS));
  }

  @Test
  void clientShowsTheDefaults() throws Exception {
    Path file = files.write("tui.yaml", example("tui.yaml"));

    assertThat(ClientConfig.load(file, Fixture.SURROUNDINGS))
        .isEqualTo(ClientConfig.defaults(file, Fixture.SURROUNDINGS));
  }

  @Test
  void agentShowsTheDefaults() throws Exception {
    Path shown = files.write("agent.yaml", example("agent.yaml"));
    Path empty = files.write("empty.yaml", "");

    assertThat(AgentConfig.load(shown, Fixture.SURROUNDINGS))
        .isEqualTo(AgentConfig.load(empty, Fixture.SURROUNDINGS));
  }

  @Test
  void agentsListOfKeysLoads() throws Exception {
    String text =
        example("agent.yaml")
            .replace("trustedKeys: trusted-keys\n", "")
            .replace("#   trustedKeys:", "trustedKeys:")
            .replace("#     - ", "  - ");

    AgentConfig agent = AgentConfig.load(files.write("agent.yaml", text), Fixture.SURROUNDINGS);

    assertThat(agent.trustedKeys().file()).isEmpty();
    assertThat(agent.trustedKeys().keys()).hasSize(2);
  }

  @Test
  void usersLoad() throws Exception {
    Path file = files.write("users.yaml", example("users.yaml"));

    UsersConfig users = UsersConfig.load(file, Fixture.SURROUNDINGS);

    assertThat(users.users()).extracting(User::name).containsExactly("alice", "bob");
    assertThat(users.users()).extracting(User::role).containsExactly(Role.ADMIN, Role.VIEWER);
    assertThat(users.users().getFirst().keys())
        .singleElement()
        .asString()
        .startsWith("ssh-ed25519 ")
        .endsWith(" alice@laptop");
  }

  @Test
  void knownImagesLoad() throws Exception {
    Path file = files.write("known-images.yaml", example("known-images.yaml"));

    assertThat(KnownImagesConfig.load(file, Fixture.SURROUNDINGS).images())
        .extracting(KnownImagesConfig.Entry::name)
        .containsExactly("debian-12-local");
  }

  @Test
  void keysWithoutDefaultLoadOnceUncommented() throws Exception {
    ServerConfig server =
        ServerConfig.load(
            files.write("server.yaml", complete("server.yaml")), Fixture.SURROUNDINGS);
    AgentConfig agent =
        AgentConfig.load(files.write("agent.yaml", complete("agent.yaml")), Fixture.SURROUNDINGS);
    ClientConfig client =
        ClientConfig.load(files.write("tui.yaml", complete("tui.yaml")), Fixture.SURROUNDINGS);
    UsersConfig users =
        UsersConfig.load(files.write("users.yaml", complete("users.yaml")), Fixture.SURROUNDINGS);

    assertThat(server.redis().username()).contains("pilothouse");
    assertThat(server.ssh().banner()).contains("Authorised use only.");
    assertThat(agent.migration().uri()).contains("qemu+tls://h1.example/system");
    assertThat(agent.migration().address()).contains("10.0.0.1");
    assertThat(agent.log().file()).contains(folder.resolve("pilothouse.log"));
    assertThat(client.redis().password().orElseThrow().reveal()).isEqualTo("secret");
    assertThat(client.node()).isEqualTo("jump1");
    assertThat(users.users().getFirst().passwordHash().orElseThrow().reveal())
        .startsWith("$argon2id$");
  }

  @Test
  void everyKeyIsShown() throws Exception {
    assertShowsEveryKey("server.yaml", ServerConfig.class);
    assertShowsEveryKey("agent.yaml", AgentConfig.class);
    assertShowsEveryKey("tui.yaml", ClientConfig.class);
    assertShowsEveryKey("users.yaml", UsersConfig.class);
    assertShowsEveryKey("users.yaml", User.class);
    assertShowsEveryKey("known-images.yaml", KnownImagesConfig.class);
    assertShowsEveryKey("known-images.yaml", KnownImagesConfig.Entry.class);
  }

  private static void assertShowsEveryKey(String name, Class<?> type) throws IOException {
    for (RecordComponent component : type.getRecordComponents()) {
      assertThat(complete(name))
          .as("%s shows %s.%s", name, type.getSimpleName(), component.getName())
          .containsPattern("(?m)^[ -]*" + component.getName() + ":");
      if (List.of(
              RedisConfig.class,
              LogConfig.class,
              StreamsConfig.class,
              ServerConfig.Ssh.class,
              AgentConfig.Images.class,
              AgentConfig.Migration.class)
          .contains(component.getType())) {
        assertShowsEveryKey(name, component.getType());
      }
    }
  }

  private static String example(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve(name));
  }

  private static String complete(String name) throws IOException {
    return OPTIONAL_KEY.matcher(example(name)).replaceAll("$1$2");
  }
}
