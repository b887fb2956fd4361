package dev.pilothouse.server;

import dev.pilothouse.server.audit.Audit;
import dev.pilothouse.server.auth.Accounts;
import dev.pilothouse.server.auth.HostKey;
import dev.pilothouse.server.auth.KeyCheck;
import dev.pilothouse.server.auth.OneTimePassword;
import dev.pilothouse.server.auth.PasswordCheck;
import dev.pilothouse.server.channel.DoorChannel;
import dev.pilothouse.server.channel.House;
import dev.pilothouse.server.forward.ForwardChannelFactory;
import dev.pilothouse.server.session.Algorithms;
import dev.pilothouse.server.session.Sessions;
import dev.pilothouse.tui.Reception;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;

/**
 * The SSH server in front of a {@link Reception}: {@code ssh HOST} with a terminal is the text UI,
 * {@code ssh HOST noun verb} one command, {@code ssh -t HOST shell} the line shell. Through {@code
 * -L}, {@code -W} and {@code -J}, displays and ports of VMs are reached by name.
 */
public final class SshFrontDoor implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(200);
  private static final long WINDOW = 512 * 1024;

  private final SshServer server;
  private final Sessions sessions;
  private final PasswordCheck passwords;
  private final ScheduledExecutorService timer;
  private final ExecutorService threads;
  private final Timeouts timeouts;
  private final int port;

  private SshFrontDoor(SshSettings settings, Accounts accounts, Reception reception) {
    Audit audit = new Audit();
    SecureRandom random = new SecureRandom();
    Clock clock = Clock.system(ZoneId.systemDefault());
    timeouts = settings.timeouts();
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ssh-timer").daemon().factory());
    threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ssh-command-", 0).factory());
    passwords =
        new PasswordCheck(
            accounts,
            settings.oneTimePassword().map(OneTimePassword::new),
            audit,
            clock,
            random,
            timer);
    House house =
        new House(
            reception,
            settings.limits(),
            timeouts,
            audit,
            new Semaphore(settings.limits().commands()),
            threads,
            timer);
    server = SshServer.setUpDefaultServer();
    sessions = new Sessions(server, settings.limits(), timeouts, audit, random::nextDouble);
    configure(settings, accounts, clock, house);
    try {
      port = listen(settings);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
    var unused =
        timer.scheduleWithFixedDelay(
            sessions::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Opens the door and returns as soon as it listens.
   *
   * @throws FrontDoorException says what to do: the port is taken, the host key is readable for
   *     others, ...
   */
  public static SshFrontDoor open(SshSettings settings, Accounts accounts, Reception reception) {
    return new SshFrontDoor(settings, accounts, reception);
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  private void configure(SshSettings settings, Accounts accounts, Clock clock, House house) {
    settings.address().ifPresent(server::setHost);
    server.setPort(settings.port());
    server.setKeyPairProvider(KeyPairProvider.wrap(HostKey.at(settings.hostKey())));
    Algorithms.applyTo(server);
    server.setUserAuthFactories(
        List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
    server.setPublickeyAuthenticator(new KeyCheck(accounts, clock));
    server.setPasswordAuthenticator(passwords);
    server.setSessionFactory(sessions);
    server.addSessionListener(sessions);
    server.setSessionDisconnectHandler(sessions);
    server.setServiceFactories(
        List.of(ServerUserAuthServiceFactory.INSTANCE, sessions.connections()));
    server.setChannelFactories(
        List.of(
            new ChannelSessionFactory() {
              @Override
              public Channel createChannel(Session session) {
                return new DoorChannel(house);
              }
            },
            new ForwardChannelFactory(house, accounts)));
    server.setGlobalRequestHandlers(
        List.of(new KeepAliveHandler(), NoMoreSessionsHandler.INSTANCE));
    server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);

    CoreModuleProperties.SERVER_IDENTIFICATION.set(server, settings.software());
    settings
        .banner()
        .ifPresent(text -> CoreModuleProperties.WELCOME_BANNER.set(server, text + "\r\n"));
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(server, true);
    CoreModuleProperties.AUTH_TIMEOUT.set(server, timeouts.login());
    // Idleness is looked after per channel, with a warning.
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, settings.limits().authTries());
    CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(
        server, settings.limits().connectionsPerUser());
    CoreModuleProperties.WINDOW_SIZE.set(server, WINDOW);
    CoreModuleProperties.DISCONNECT_TIMEOUT.set(server, timeouts.farewell());
    CoreModuleProperties.MAX_IDENTIFICATION_SIZE.set(server, 1024);
  }

  private int listen(SshSettings settings) {
    try {
      server.start();
      return server.getPort();
    } catch (IOException | RuntimeException e) {
      throw new FrontDoorException(
          ("The SSH server cannot listen on %s port %d: %s. Another program may have that port (see"
                  + " it with  ss -ltnp), or this user may not have it (below 1024). Choose another"
                  + " one with  --ssh-port N,  where 0 means any free one.")
              .formatted(
                  settings.address().orElse("any address,"), settings.port(), e.getMessage()),
          e);
    }
  }

  /** Asks everything that runs to end, waits for that a little, and closes. Harmless twice. */
  @Override
  public void close() {
    sessions.endAll("the server is shutting down");
    long deadline = System.nanoTime() + timeouts.farewell().multipliedBy(2).toNanos();
    try {
      while (sessions.busy() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stop();
  }

  private void stop() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      passwords.close();
      threads.shutdownNow();
      timer.shutdownNow();
    }
  }
}
