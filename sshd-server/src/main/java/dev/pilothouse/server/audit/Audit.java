package dev.pilothouse.server.audit;

import dev.pilothouse.fleet.model.Visible;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line per login, refusal and end of a session to the logger {@value #LOGGER}. All text
 * that came from outside is made visible and short.
 */
public final class Audit {
  public static final String LOGGER = "dev.pilothouse.audit";

  private static final Logger log = LoggerFactory.getLogger(LOGGER);
  private static final int LONGEST = 200;

  /**
   * @param how {@code publickey SHA256:...}, {@code password} or {@code one-time password}
   */
  public void loggedIn(String user, String from, String how) {
    log.info("login user={} from={} by={}", shown(user), shown(from), shown(how));
  }

  public void refused(String user, String from, String why) {
    log.warn("refused user={} from={} why={}", shown(user), shown(from), shown(why));
  }

  public void ended(String user, String from, Duration lasted, String why) {
    log.info(
        "end user={} from={} lasted={}s why={}",
        shown(user),
        shown(from),
        lasted.toSeconds(),
        shown(why));
  }

  /**
   * A connection to something of a VM stands.
   *
   * @param to such as {@code port 22 of h1/web01}
   */
  public void forwarding(String user, String from, String to) {
    log.info("forward user={} from={} to={}", shown(user), shown(from), shown(to));
  }

  /**
   * It ended.
   *
   * @param sent bytes from the person
   * @param received bytes to the person
   */
  public void forwarded(
      String user, String from, String to, Duration lasted, long sent, long received) {
    log.info(
        "forward-end user={} from={} to={} lasted={}s sent={} received={}",
        shown(user),
        shown(from),
        shown(to),
        lasted.toSeconds(),
        sent,
        received);
  }

  /** Connections that were not even answered. */
  public void dropped(long count, String from, String why) {
    log.warn("dropped connections={} last-from={} why={}", count, shown(from), shown(why));
  }

  private static String shown(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    String visible = Visible.of(cut).replace("\"", "\\x22");
    return visible.isEmpty() || visible.indexOf(' ') >= 0 ? '"' + visible + '"' : visible;
  }
}
