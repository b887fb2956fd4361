package dev.pilothouse.config;

import dev.pilothouse.config.source.Form;
import dev.pilothouse.config.source.Section;
import dev.pilothouse.config.value.HostPort;
import dev.pilothouse.config.value.Secret;
import java.util.Optional;

/**
 * How to reach Redis.
 *
 * @param url {@code redis://host:port}, {@code rediss://host:port} (TLS) or {@code
 *     redis+uds:///path/of/socket}, without user and password
 * @param username of a Redis ACL user; empty for the default user
 */
public record RedisConfig(String url, Optional<String> username, Optional<Secret> password) {
  private static final String EXPECTED =
      "expected redis://host:port, rediss://host:port or redis+uds:///path/of/socket";

  static RedisConfig read(Section in) {
    String url = in.value("url", Form.text(1024), "redis://127.0.0.1:6379");
    if (url.contains("@")) {
      in.refuse(
          "url",
          "the URL holds a user or a password, which logs would show",
          "move them to redis.username and redis.password");
    } else if (!isRedisUrl(url)) {
      in.refuse("url", Section.quoted(url) + " is no Redis URL", EXPECTED);
    }
    return new RedisConfig(url, in.value("username", Form.text(256)), in.secret("password"));
  }

  private static boolean isRedisUrl(String url) {
    int end = url.indexOf("://") + 3;
    if (end < 3) {
      return false;
    }
    String rest = url.substring(end);
    return switch (url.substring(0, end)) {
      case "redis://", "rediss://" -> HostPort.parse(rest).isPresent();
      case "redis+uds://" -> rest.startsWith("/") && rest.length() > 1;
      default -> false;
    };
  }
}
