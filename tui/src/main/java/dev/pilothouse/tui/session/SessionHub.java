package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.SessionInfo;
import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.Reception.TerminalDescription;
import dev.pilothouse.tui.Reception.TuiSession;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.console.Consoles;
import dev.pilothouse.tui.screen.Batch;
import dev.pilothouse.tui.screen.Listings;
import dev.pilothouse.tui.screen.Said;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.terminal.Capabilities;
import dev.pilothouse.tui.terminal.Link;
import dev.pilothouse.tui.theme.Theme;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What all sessions of this process share: the control room's news, a small pool for their loops,
 * and threads for slow work.
 */
public final class SessionHub implements AutoCloseable {
  /** Operations and notices that screens can show. */
  private static final int REMEMBERED = 500;

  /** The most that are looked through for those that empty a host. */
  private static final int ALL = 10_000;

  /** How often progress is shown; every other time clocks go on. In milliseconds. */
  private static final long TICK = 500;

  private static final int FAREWELL_SECONDS = 3;

  private final ControlRoom room;
  private final String node;
  private final Clock clock;
  private final ExecutorService pool = Executors.newFixedThreadPool(2, daemon("session-loop"));
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("session-work-", 0).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(daemon("session-timer"));
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final Map<Session, Subscription> registered = new ConcurrentHashMap<>();
  private final OperationShelf operations = new OperationShelf(REMEMBERED);
  private final List<Subscription> subscriptions = new ArrayList<>();
  private volatile List<Notice> notices = List.of();
  private volatile List<SessionInfo> everybody = List.of();
  private volatile boolean connected;
  private long ticks; // of the timer's thread alone

  public SessionHub(ControlRoom room, String node, Clock clock) {
    this.room = room;
    this.node = node;
    this.clock = clock;
    subscriptions.add(room.onOperation(this::operationNews));
    subscriptions.add(room.onNotice(this::noticed));
    subscriptions.add(room.onFleet(this::ring));
    subscriptions.add(
        room.onConnection(
            up -> {
              connected = up;
              if (up) {
                work(this::catchUp);
              }
              ring();
            }));
    var unused = room.synced().thenRun(() -> work(this::catchUp));
    var unusedTick = timer.scheduleAtFixedRate(this::tick, TICK, TICK, TimeUnit.MILLISECONDS);
    var unusedLook =
        timer.scheduleAtFixedRate(() -> work(this::lookAround), 0, 3, TimeUnit.SECONDS);
  }

  /** Opens a session; it shows itself at once. */
  public TuiSession open(Principal who, Seat seat, Link link, TerminalDescription terminal) {
    return open(who, seat, link, terminal, Optional.empty());
  }

  /**
   * The same.
   *
   * @param console what it shows and nothing else; empty for the fleet
   */
  public TuiSession open(
      Principal who,
      Seat seat,
      Link link,
      TerminalDescription terminal,
      Optional<ConsoleTarget> console) {
    Map<String, String> environment = new HashMap<>(terminal.environment());
    environment.put("TERM", terminal.type());
    Session session =
        new Session(
            this,
            who,
            seat,
            link,
            Capabilities.of(environment),
            terminal.columns(),
            terminal.rows(),
            console);
    sessions.add(session);
    session.worldChanged();
    work(() -> register(session, who));
    return session;
  }

  /** How many sessions are open. */
  public int size() {
    return sessions.size();
  }

  private void register(Session session, Principal who) {
    String id = Long.toString(System.identityHashCode(session) & 0xFFFFFFFFL, 36);
    SessionInfo info = new SessionInfo(id, who.name(), who.origin(), "tui", node, clock.instant());
    try {
      registered.put(session, room.register(info));
      if (!sessions.contains(session)) {
        unregister(session);
      }
    } catch (BusUnavailableException e) {
      // It is shown elsewhere only; the session itself does not need the bus.
    }
  }

  private void unregister(Session session) {
    Subscription shown = registered.remove(session);
    if (shown != null) {
      shown.close();
    }
  }

  void ended(Session session) {
    sessions.remove(session);
    work(() -> unregister(session));
  }

  private void ring() {
    sessions.forEach(Session::worldChanged);
  }

  /** Both halves of a second are one picture each, whatever moves in them. */
  private void tick() {
    ticks++;
    if (operations.show(room.fleet()) || ticks % 2 == 0) {
      ring();
    }
  }

  private void operationNews(OperationRecord record) {
    boolean reads = record.operation().verb().risk() == Verb.Risk.READS;
    if (reads || operations.heard(record, room.fleet())) {
      sessions.forEach(session -> session.operationNews(record));
    }
  }

  private void noticed(Notice notice) {
    List<Notice> now = new ArrayList<>(notices);
    now.add(notice);
    notices = List.copyOf(now.subList(Math.max(0, now.size() - REMEMBERED), now.size()));
    ring();
  }

  /** Reads what was missed while the bus was away. */
  private void catchUp() {
    try {
      operations.read(room.recentOperations(REMEMBERED), room.fleet());
      OptionalLong missing = operations.missing(room.fleet());
      if (missing.isPresent()) {
        int most = (int) Math.min(ALL, missing.getAsLong());
        operations.read(room.recentOperations(most), room.fleet());
      }
      notices = room.notices(REMEMBERED);
      ring();
    } catch (BusUnavailableException e) {
      // The next connection calls again.
    }
  }

  private void lookAround() {
    if (!sessions.isEmpty()) {
      try {
        everybody = room.sessions();
      } catch (BusUnavailableException e) {
        // What was known stays; the status line says that the bus is away.
      }
    }
  }

  /** The newest version that is known of a record. */
  OperationRecord newest(OperationRecord record) {
    return operations.newest(record);
  }

  World world(
      Principal who,
      Seat seat,
      Consoles consoles,
      Listings listings,
      List<Batch> batches,
      List<Said> said,
      Theme theme,
      String link,
      int columns,
      int rows) {
    return new World(
        room.fleet(),
        listings,
        operations.newestFirst(),
        notices,
        everybody,
        batches,
        said,
        who,
        seat.publicKey(),
        seat.known(),
        consoles,
        node,
        clock.instant(),
        room.synced().isDone(),
        connected,
        link,
        theme,
        columns,
        rows);
  }

  ControlRoom room() {
    return room;
  }

  Instant now() {
    return clock.instant();
  }

  LongSupplier nanos() {
    return System::nanoTime;
  }

  Executor pool() {
    return pool;
  }

  void work(Runnable task) {
    workers.execute(task);
  }

  void wakeAt(long nanoTime, Runnable task) {
    var unused =
        timer.schedule(task, Math.max(0, nanoTime - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private static ThreadFactory daemon(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
  }

  /** Ends all sessions: every terminal is restored. */
  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    timer.shutdown();
    sessions.forEach(session -> session.end("The server stops."));
    pool.shutdown();
    try {
      if (!pool.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.shutdown();
  }
}
