package dev.pilothouse.server.auth;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.sshd.common.net.InetAddressRange;

/**
 * The list of a {@code from="..."} option (sshd(8), PATTERNS in ssh_config(5)): addresses with
 * {@code *} and {@code ?}, or CIDR ranges; a leading {@code !} forbids. Host names are never looked
 * up, so they are not accepted.
 */
final class SourcePatterns {
  private static final Pattern ADDRESS = Pattern.compile("!?[0-9a-fA-F:.*?/]+");

  private final List<String> patterns;

  private SourcePatterns(List<String> patterns) {
    this.patterns = patterns;
  }

  /**
   * @throws IllegalArgumentException says what is wrong
   */
  static SourcePatterns parse(String list) {
    List<String> patterns = Stream.of(list.split(",")).map(String::strip).toList();
    for (String pattern : patterns) {
      if (!ADDRESS.matcher(pattern).matches()) {
        throw new IllegalArgumentException(
            "from= takes addresses, with * and ?, and ranges such as 10.0.0.0/8, no names");
      }
      if (pattern.contains("/")) {
        InetAddressRange.fromCIDR(unsigned(pattern));
      }
    }
    return new SourcePatterns(patterns);
  }

  boolean allow(InetAddress source) {
    return patterns.stream().anyMatch(pattern -> !pattern.startsWith("!") && hit(pattern, source))
        && patterns.stream().noneMatch(pattern -> pattern.startsWith("!") && hit(pattern, source));
  }

  private static boolean hit(String pattern, InetAddress source) {
    String plain = unsigned(pattern);
    if (plain.contains("/")) {
      return InetAddressRange.fromCIDR(plain).contains(source);
    }
    String address = source.getHostAddress();
    int zone = address.indexOf('%');
    String regex = plain.replace(".", "\\.").replace("*", ".*").replace('?', '.');
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE)
        .matcher(zone < 0 ? address : address.substring(0, zone))
        .matches();
  }

  private static String unsigned(String pattern) {
    return pattern.startsWith("!") ? pattern.substring(1) : pattern;
  }
}
