package dev.pilothouse.dist;

import dev.pilothouse.agent.AgentSettings;
import dev.pilothouse.agent.hypervisor.simulated.Neighbourhood;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.agent.operation.RunnerSettings;
import dev.pilothouse.config.ClientConfig;
import dev.pilothouse.config.RedisConfig;
import dev.pilothouse.config.Role;
import dev.pilothouse.config.StreamsConfig;
import dev.pilothouse.config.Yaml;
import dev.pilothouse.config.source.Surroundings;
import dev.pilothouse.config.value.Secret;
import dev.pilothouse.dist.local.CannotStartException;
import dev.pilothouse.dist.local.EmbeddedRedis;
import dev.pilothouse.dist.local.Instance;
import dev.pilothouse.dist.local.LocalLibvirt;
import dev.pilothouse.dist.local.StateDirectory;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.model.KnownImage;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.fleet.wire.TrustedKeys;
import dev.pilothouse.server.FrontDoorException;
import dev.pilothouse.server.SshFrontDoor;
import dev.pilothouse.server.SshSettings;
import dev.pilothouse.tui.terminal.LocalTerminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code pilothouse up}: a whole Pilothouse in one process, beside its own Redis and libvirt. */
final class Up {
  private static final int DEMO_HOSTS = 3;
  private static final int DEMO_VMS = 40;

  private final UpOptions options;
  private final StateDirectory state;
  private final PrintStream messages;

  Up(UpOptions options, StateDirectory state, PrintStream messages) {
    this.options = options;
    this.state = state;
    this.messages = messages;
  }

  int run() throws InterruptedException {
    Optional<LocalTerminal> terminal =
        options.headless() ? Optional.empty() : Optional.of(LocalTui.terminal());
    String user = People.invoking(System.getenv());
    try (Termination termination = Termination.watch();
        Instance instance = Instance.claim(state);
        OpenParts parts = new OpenParts()) {
      Logging.toFile(state.log());
      RedisConfig redis = redis(parts);
      Bus bus = parts.add(Client.open(redis, messages));
      SigningKey key = Client.key(state.root().resolve("signing.key"));
      List<KnownImage> ownImages = OwnImages.in(state.root());
      agents(parts, bus, TrustedKeys.of(key));
      Node node =
          parts.add(
              Node.open(
                  bus,
                  key,
                  Surroundings.ofProcess().hostName(),
                  StreamsConfig.onLoopback(),
                  dev.pilothouse.tui.shell.call.Surroundings.remote(
                          Clock.systemUTC(), Main.versionText())
                      .withImages(ownImages)));
      SshFrontDoor door = parts.add(door(node, user));
      state.write(state.sshPort(), door.port() + "\n");
      writeClient(redis, user);
      parts.add(() -> Files.deleteIfExists(Client.file(state)));
      messages.printf("SSH on port %d: ssh -p %d %s@localhost%n", door.port(), door.port(), user);
      instance.ready();
      if (terminal.isEmpty()) {
        termination.await();
        messages.println("Ending what was started ...");
        return 0;
      }
      return show(terminal.get(), node, user, ownImages, termination);
    }
  }

  /** The text UI, until the person leaves or the process is asked to end. */
  private static int show(
      LocalTerminal terminal,
      Node node,
      String user,
      List<KnownImage> ownImages,
      Termination termination)
      throws InterruptedException {
    Thread.ofPlatform()
        .daemon()
        .name("terminal-end")
        .start(
            () -> {
              try {
                termination.await();
                terminal.close(0);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return LocalTui.run(
        terminal,
        node.reception(),
        new Principal(user, dev.pilothouse.fleet.operation.Role.ADMIN, "local"),
        ownImages);
  }

  private RedisConfig redis(OpenParts parts) {
    if (options.redis().isPresent()) {
      return new RedisConfig(options.redis().get(), Optional.empty(), Optional.empty());
    }
    messages.println("Starting Redis ...");
    EmbeddedRedis redis = parts.add(EmbeddedRedis.start(state));
    messages.println(redis.reused() ? redis + ", still running from before" : redis.toString());
    Path secret = state.root().resolve("redis.secret");
    state.write(secret, redis.password() + "\n");
    return new RedisConfig(
        redis.address(), Optional.empty(), Optional.of(Secret.inFile(secret, redis.password())));
  }

  private void agents(OpenParts parts, Bus bus, TrustedKeys trusted) {
    Function<String, AgentSettings> settings =
        host -> new AgentSettings(state.root().resolve("agent").resolve(host), trusted);
    if (options.demo()) {
      Neighbourhood neighbours = Neighbourhood.apart();
      for (int i = 1; i <= DEMO_HOSTS; i++) {
        parts.add(
            LocalAgent.on(
                SimulatedHypervisor.demo("demo" + i, i, DEMO_VMS, Clock.systemUTC(), neighbours),
                bus,
                host ->
                    new AgentSettings(
                        state.root().resolve("agent").resolve(host),
                        trusted,
                        RunnerSettings.reachedAt(Neighbourhood.uri(host)),
                        true)));
      }
      messages.printf("A simulated fleet: %d hosts, %d VMs.%n", DEMO_HOSTS, DEMO_HOSTS * DEMO_VMS);
      return;
    }
    List<String> uris = options.libvirt();
    if (uris.isEmpty()) {
      messages.println("Looking for libvirt on this machine ...");
      LocalLibvirt libvirt = parts.add(LocalLibvirt.open(state));
      messages.printf("%s, %s%n", libvirt, libvirt.origin().words());
      uris = List.of("qemu:///system");
    }
    for (String uri : uris) {
      messages.printf("Starting an agent on %s ...%n", uri);
      LocalAgent agent = parts.add(LocalAgent.onLibvirt(uri, bus, settings));
      messages.printf("Agent of %s on %s%n", agent.agent().hostName(), uri);
    }
  }

  private SshFrontDoor door(Node node, String user) {
    FirstLogin first = new FirstLogin(state, user);
    try {
      return SshFrontDoor.open(
          SshSettings.withHostKey(state.hostKey())
              .withPort(options.sshPort())
              .withOneTimePassword(first.file()),
          People.of(user, People.home(user), first.users()),
          node.reception());
    } catch (FrontDoorException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What {@code pilothouse vm list} and the like on this machine read to find this instance. */
  private void writeClient(RedisConfig redis, String user) {
    Path file = Client.file(state);
    ClientConfig defaults = ClientConfig.defaults(file, Surroundings.ofProcess());
    try {
      Yaml.write(
          new ClientConfig(
              defaults.node(),
              redis,
              StreamsConfig.onLoopback(),
              state.root().resolve("signing.key"),
              user,
              Role.ADMIN,
              defaults.log()),
          file);
    } catch (IOException e) {
      throw new CannotStartException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
