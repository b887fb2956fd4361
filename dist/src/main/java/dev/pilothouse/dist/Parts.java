package dev.pilothouse.dist;

import dev.pilothouse.agent.AgentSettings;
import dev.pilothouse.agent.image.ImageSettings;
import dev.pilothouse.agent.operation.RunnerSettings;
import dev.pilothouse.agent.operation.handler.HostPolicy;
import dev.pilothouse.agent.operation.handler.MigrationTerms;
import dev.pilothouse.config.AgentConfig;
import dev.pilothouse.config.ServerConfig;
import dev.pilothouse.config.source.ConfigException;
import dev.pilothouse.config.source.Surroundings;
import dev.pilothouse.dist.local.CannotStartException;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.fleet.wire.TrustedKeys;
import dev.pilothouse.server.FrontDoorException;
import dev.pilothouse.server.Limits;
import dev.pilothouse.server.SshFrontDoor;
import dev.pilothouse.server.SshSettings;
import dev.pilothouse.server.Timeouts;
import dev.pilothouse.server.auth.Accounts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The parts of a deployment on several machines, each in the foreground until SIGTERM. */
final class Parts {
  private static final Duration NEVER = Duration.ofDays(3650);

  private final PrintStream messages;

  Parts(PrintStream messages) {
    this.messages = messages;
  }

  /** {@code pilothouse server --config FILE}. */
  int server(Path file) throws InterruptedException {
    ServerConfig config = load(() -> ServerConfig.load(file, Surroundings.ofProcess()));
    Logging.as(config.log());
    try (Termination termination = Termination.watch();
        OpenParts parts = new OpenParts()) {
      Bus bus = parts.add(Client.open(config.redis()));
      SigningKey key = Client.key(config.signingKey());
      Node node =
          parts.add(
              Node.open(
                  bus,
                  key,
                  config.node(),
                  config.streams(),
                  dev.pilothouse.tui.shell.call.Surroundings.remote(
                          Clock.systemUTC(), Main.versionText())
                      .withImages(OwnImages.beside(file))));
      SshFrontDoor door = parts.add(door(config, node));
      messages.printf("Management node %s, SSH on port %d.%n", config.node(), door.port());
      messages.printf(
          "Agents obey it when their trusted keys have the line: %s%n", key.publicLine());
      termination.await();
    }
    return 0;
  }

  private static SshFrontDoor door(ServerConfig config, Node node) {
    ServerConfig.Ssh ssh = config.ssh();
    int dropFrom = Math.max(1, ssh.maxUnauthenticated() / 2);
    Limits limits =
        Limits.DEFAULT
            .withStartups(ssh.maxUnauthenticated(), dropFrom, ssh.maxUnauthenticatedPerSource())
            .withAuthTries(ssh.authTries())
            .withConnectionsPerUser(ssh.sessionsPerUser())
            .withForwards(ssh.forwards());
    Timeouts timeouts =
        Timeouts.DEFAULT
            .withIdle(orNever(ssh.idleTimeout()), Timeouts.DEFAULT.idleWarning())
            .withAbsolute(orNever(ssh.absoluteTimeout()))
            .withLogin(ssh.loginGrace());
    SshSettings settings =
        SshSettings.withHostKey(ssh.hostKey())
            .withAddress(ssh.address())
            .withPort(ssh.port())
            .withLimits(limits)
            .withTimeouts(timeouts);
    try {
      return SshFrontDoor.open(
          ssh.banner().map(settings::withBanner).orElse(settings),
          Accounts.of(() -> People.in(config.users())),
          node.reception());
    } catch (FrontDoorException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** In the configuration zero means never. */
  private static Duration orNever(Duration timeout) {
    return timeout.isZero() ? NEVER : timeout;
  }

  /** {@code pilothouse agent --config FILE}. */
  int agent(Path file) throws InterruptedException {
    AgentConfig config = load(() -> AgentConfig.load(file, Surroundings.ofProcess()));
    Logging.as(config.log());
    try (Termination termination = Termination.watch();
        OpenParts parts = new OpenParts()) {
      Bus bus = parts.add(Client.open(config.redis()));
      RunnerSettings standard = RunnerSettings.standard();
      RunnerSettings operations =
          new RunnerSettings(
              Permission.valueOf(config.mayAtMost().name()),
              config.parallelOperations(),
              standard.newOrdersWait(),
              standard.settleWait(),
              new HostPolicy(
                  HostPolicy.DomainType.valueOf(config.domainType().name()),
                  config.trashGrace(),
                  new ImageSettings(
                      config.images().pool(),
                      config.images().folder(),
                      config.images().maxVirtualSize().bytes()),
                  new MigrationTerms(
                      config.migration().uri(),
                      config.migration().address(),
                      HostTerms.Transport.valueOf(config.migration().transport().name()),
                      config.migration().parallel(),
                      config.memoryOvercommit())));
      AgentSettings settings =
          new AgentSettings(
              config.stateDirectory(), trusted(config), operations, config.consoles().keep());
      LocalAgent agent = parts.add(LocalAgent.onLibvirt(config.libvirt(), bus, host -> settings));
      messages.printf("Agent of %s on %s.%n", agent.agent().hostName(), config.libvirt());
      termination.await();
    }
    return 0;
  }

  private static TrustedKeys trusted(AgentConfig config) {
    if (config.trustedKeys().file().isEmpty()) {
      return TrustedKeys.of(config.trustedKeys().keys());
    }
    try {
      return TrustedKeys.load(config.trustedKeys().file().get());
    } catch (IOException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }

  private interface Loading<T> {
    T load() throws ConfigException;
  }

  private static <T> T load(Loading<T> loading) {
    try {
      return loading.load();
    } catch (ConfigException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }
}
