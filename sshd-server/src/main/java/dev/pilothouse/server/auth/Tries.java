package dev.pilothouse.server.auth;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;

/** What one connection has tried so far, kept with it. */
public final class Tries {
  private static final AttributeKey<AtomicInteger> FAILURES = new AttributeKey<>();
  private static final AttributeKey<Login> LOGIN = new AttributeKey<>();
  private static final AttributeKey<String> USER = new AttributeKey<>();

  private Tries() {}

  public static int failures(Session session) {
    AtomicInteger failures = session.getAttribute(FAILURES);
    return failures == null ? 0 : failures.get();
  }

  /** The name that was tried, or an empty string. */
  public static String user(Session session) {
    String user = session.getAttribute(USER);
    return user == null ? "" : user;
  }

  /** How the connection's user got in; of meaning only once it is authenticated. */
  public static @Nullable Login login(Session session) {
    return session.getAttribute(LOGIN);
  }

  static void failed(Session session, String user) {
    session.setAttribute(USER, user);
    session.computeAttributeIfAbsent(FAILURES, key -> new AtomicInteger()).incrementAndGet();
  }

  static void succeeds(Session session, Login login) {
    session.setAttribute(USER, login.name());
    session.setAttribute(LOGIN, login);
  }
}
