package dev.pilothouse.config.value;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port, written as {@code redis.example:6379} or {@code [::1]:6379}.
 *
 * @param host a name or an address, an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
  private static final Pattern WRITTEN =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]+)):(\\d{1,5})");

  public static Optional<HostPort> parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      return Optional.empty();
    }
    String address = written.group(1);
    int port = Integer.parseInt(written.group(3));
    return port < 1 || port > 65_535
        ? Optional.empty()
        : Optional.of(new HostPort(address != null ? address : written.group(2), port));
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
