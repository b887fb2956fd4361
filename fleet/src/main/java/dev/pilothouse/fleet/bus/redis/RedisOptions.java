package dev.pilothouse.fleet.bus.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is.
 *
 * @param address {@code redis://host:port}, {@code rediss://host:port} (TLS) or {@code
 *     redis+uds:///path/to/socket}; without a password, which would end up in logs and process
 *     lists
 * @param username null for Redis' default user
 * @param password asked for once, when the bus is opened; null when there is none
 */
public record RedisOptions(
    String address, @Nullable String username, @Nullable Supplier<String> password) {
  private static final String UNIX = "redis+uds";
  private static final Set<String> NETWORK = Set.of("redis", "rediss");

  /**
   * @throws IllegalArgumentException when the address is none; the message says what one looks like
   */
  public RedisOptions {
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(malformed(address), e);
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the address of Redis must not hold a user or password; give them on their own");
    }
    boolean valid =
        UNIX.equals(uri.getScheme())
            ? uri.getPath() != null && uri.getPath().length() > 1
            : uri.getScheme() != null
                && NETWORK.contains(uri.getScheme())
                && uri.getHost() != null
                && uri.getPort() > 0;
    if (!valid) {
      throw new IllegalArgumentException(malformed(address));
    }
  }

  public static RedisOptions at(String address) {
    return new RedisOptions(address, null, null);
  }

  boolean unixSocket() {
    return address.startsWith(UNIX + ":");
  }

  private static String malformed(String address) {
    return ("'%s' is not the address of a Redis; write redis://host:6379, rediss://host:6379 or"
            + " redis+uds:///path/to/socket")
        .formatted(address);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return address;
  }
}
