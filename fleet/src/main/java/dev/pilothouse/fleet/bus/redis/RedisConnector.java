package dev.pilothouse.fleet.bus.redis;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.SingleServerConfig;
import org.redisson.config.TransportMode;
import org.redisson.connection.ConnectionListener;

/** Sets Redisson up: few threads and connections, short waits, and no retries of its own. */
final class RedisConnector {
  private static final int THREADS = 2;

  // Opened as needed. Every queue reader holds one while it waits.
  private static final int MOST_CONNECTIONS = 16;

  /** Of connecting. A JVM that has just begun may load classes for as long as the wait is. */
  private static final int ATTEMPTS = 4;

  private RedisConnector() {}

  /**
   * @param connections rings when a connection comes or goes; must not block
   */
  static RedissonClient connect(RedisOptions options, Runnable connections) {
    Config config = new Config();
    config.setThreads(THREADS);
    config.setNettyThreads(THREADS);
    // Redisson's own codecs let whoever writes to Redis choose the classes that we load.
    config.setCodec(StringCodec.INSTANCE);
    if (options.unixSocket()) {
      config.setTransportMode(TransportMode.EPOLL);
      config.setNettyHook(new UnixSocketResolver(URI.create(options.address()).getPath()));
    }
    config.setConnectionListener(new Bell(connections));
    if (options.username() != null) {
      config.setUsername(options.username());
    }
    if (options.password() != null) {
      config.setPassword(options.password().get());
    }
    SingleServerConfig server = config.useSingleServer();
    server.setAddress(options.address());
    server.setDnsMonitoringInterval(-1);
    server.setConnectionMinimumIdleSize(1);
    server.setConnectionPoolSize(MOST_CONNECTIONS);
    server.setSubscriptionConnectionMinimumIdleSize(1);
    server.setSubscriptionConnectionPoolSize(2);
    server.setSubscriptionsPerConnection(1_000);
    server.setConnectTimeout((int) Calls.TIMEOUT.toMillis());
    server.setTimeout((int) Calls.TIMEOUT.toMillis());
    server.setSubscriptionTimeout((int) Calls.TIMEOUT.toMillis());
    // A retry after a lost answer would do a thing twice; our callers know better.
    server.setRetryAttempts(0);
    server.setReconnectionDelay(new ConstantDelay(Duration.ofMillis(500)));
    return patiently(config, options);
  }

  /** A failure that comes at once is Redis's; one that took the whole wait may be our slowness. */
  private static RedissonClient patiently(Config config, RedisOptions options) {
    for (int attempt = 1; ; attempt++) {
      long began = System.nanoTime();
      try {
        return Redisson.create(config);
      } catch (RedisException e) {
        boolean waited = System.nanoTime() - began >= Calls.TIMEOUT.toNanos();
        if (!waited || attempt == ATTEMPTS) {
          throw new BusUnavailableException(refusal(options, e), e);
        }
      }
    }
  }

  private static String refusal(RedisOptions options, RedisException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why = String.valueOf(root.getMessage());
    String advice =
        why.contains("NOAUTH") || why.contains("WRONGPASS")
            ? "check the user name and password of Redis in the configuration"
            : "check that Redis runs there and lets this user in";
    return "cannot connect to Redis at %s (%s): %s".formatted(options.address(), why, advice);
  }

  /** Redisson's interface has no use for the address here. */
  private record Bell(Runnable rung) implements ConnectionListener {
    @Override
    @Deprecated
    public void onConnect(InetSocketAddress address) {
      rung.run();
    }

    @Override
    @Deprecated
    public void onDisconnect(InetSocketAddress address) {
      rung.run();
    }
  }
}
