package dev.pilothouse.server.session;

import dev.pilothouse.server.Limits;
import dev.pilothouse.server.Timeouts;
import dev.pilothouse.server.audit.Audit;
import dev.pilothouse.server.auth.Login;
import dev.pilothouse.server.auth.Source;
import dev.pilothouse.server.auth.Tries;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionDisconnectHandler;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.session.ServerConnectionService;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connections: admits them, watches over them several times a second, writes their ends. */
public final class Sessions extends SessionFactory
    implements SessionListener, SessionDisconnectHandler {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);
  private static final int MOST_UNANSWERED = 3;
  private static final long REPORT_EVERY = Duration.ofSeconds(10).toNanos();

  private final Limits limits;
  private final Timeouts timeouts;
  private final Audit audit;
  private final Startups startups;
  private final Set<DoorSession> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;
  private long dropped;
  private long reportedAt = System.nanoTime() - REPORT_EVERY;

  public Sessions(
      ServerFactoryManager server,
      Limits limits,
      Timeouts timeouts,
      Audit audit,
      DoubleSupplier random) {
    super(server);
    this.limits = limits;
    this.timeouts = timeouts;
    this.audit = audit;
    this.startups = new Startups(limits, random);
  }

  /** Makes the service that a peer gets once it is logged in. */
  public ServiceFactory connections() {
    return new ServiceFactory() {
      @Override
      public String getName() {
        return "ssh-connection";
      }

      @Override
      public Service create(Session session) throws IOException {
        return new DoorConnection((DoorSession) session, limits, audit);
      }
    };
  }

  @Override
  protected ServerSessionImpl doCreateSession(IoSession io) throws Exception {
    Source source = Source.of(io.getRemoteAddress());
    if (closing || !startups.admits(source)) {
      drop(Source.shown(io.getRemoteAddress()));
      // The acceptor closes a connection that got no session, and goes on.
      throw new IOException("connection dropped: too many that are not logged in");
    }
    DoorSession session = new DoorSession(getServer(), io);
    startups.begun(source);
    open.add(session);
    session.addCloseFutureListener(
        closed -> {
          open.remove(session);
          if (session.startedUp()) {
            startups.over(source);
          }
        });
    return session;
  }

  private synchronized void drop(String from) {
    dropped++;
    long now = System.nanoTime();
    if (now - reportedAt >= REPORT_EVERY) {
      audit.dropped(dropped, from, "too many connections that are not logged in");
      dropped = 0;
      reportedAt = now;
    }
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == Event.Authenticated && session instanceof DoorSession door) {
      door.loggedIn(System.nanoTime());
      if (door.startedUp()) {
        startups.over(door.source());
      }
      Login login = Tries.login(session);
      audit.loggedIn(session.getUsername(), door.from(), login == null ? "?" : login.how());
    }
  }

  @Override
  public void sessionClosed(Session session) {
    if (session instanceof DoorSession door) {
      if (session.isAuthenticated()) {
        Duration lasted = Duration.ofNanos(System.nanoTime() - door.loggedInAt());
        audit.ended(session.getUsername(), door.from(), lasted, door.why());
      } else if (Tries.failures(session) > 0) {
        audit.refused(
            Tries.user(session), door.from(), Tries.failures(session) + " failed tries to log in");
      }
    }
  }

  /** Failed tries count; keys that are merely asked about do not, within reason. */
  @Override
  public boolean handleAuthCountDisconnectReason(
      Session session,
      Service service,
      String serviceName,
      String method,
      String user,
      int count,
      int most) {
    return Tries.failures(session) < limits.authTries() && count <= 3 * limits.authTries();
  }

  @Override
  public boolean handleSessionsCountDisconnectReason(
      Session session, Service service, String user, int count, int most) {
    audit.refused(user, ((DoorSession) session).from(), "too many connections of one user");
    return false;
  }

  /** Watches over all connections. Must be called several times a second. */
  public void tick() {
    long now = System.nanoTime();
    for (DoorSession session : open) {
      try {
        tick(session, now);
      } catch (IOException | RuntimeException e) {
        log.debug("{} failed while it was looked after", session.from(), e);
        session.shed("failed");
      }
    }
  }

  private void tick(DoorSession session, long now) throws IOException {
    if (session.stalledFor(now) > timeouts.stalled().toNanos()) {
      session.shed("the peer stopped reading");
    } else if (session.unsent() > limits.unsentBytes()) {
      session.shed("the peer reads too slowly");
    } else if (session.isAuthenticated() && session.isOpen()) {
      Collection<Channel> channels = channelsOf(session);
      for (Channel channel : channels) {
        if (channel instanceof Occupied occupied) {
          occupied.tick(now);
        }
      }
      long age = now - session.loggedInAt();
      if (age > timeouts.absolute().plus(timeouts.farewell().multipliedBy(2)).toNanos()) {
        session.dismiss("the longest time for one session is over");
      } else if (age > timeouts.absolute().toNanos()) {
        endAll(channels, "the longest time for one session is over");
      } else if (!(limits.forwardsPerConnection() > 0 && session.onlyForwards())
          && now - session.quietSince(!channels.isEmpty(), now) > timeouts.idle().toNanos()) {
        session.dismiss("nothing was done on this connection for too long");
      } else if (!session.keepAlive(now, timeouts.keepalive().toNanos(), MOST_UNANSWERED)) {
        session.shed("the peer does not answer");
      }
    }
  }

  /** Lets nobody in any more and asks everything that runs to end. */
  public void endAll(String why) {
    closing = true;
    for (DoorSession session : open) {
      if (session.isAuthenticated()) {
        endAll(channelsOf(session), why);
      }
    }
  }

  /** True while any channel is open. */
  public boolean busy() {
    return open.stream().anyMatch(s -> s.isAuthenticated() && !channelsOf(s).isEmpty());
  }

  private static void endAll(Collection<Channel> channels, String why) {
    for (Channel channel : channels) {
      if (channel instanceof Occupied occupied) {
        occupied.end(why);
      }
    }
  }

  private static Collection<Channel> channelsOf(DoorSession session) {
    try {
      return session.getService(ServerConnectionService.class).getChannels();
    } catch (IllegalStateException e) {
      return Set.of(); // it has just logged in, or is just going
    }
  }
}
