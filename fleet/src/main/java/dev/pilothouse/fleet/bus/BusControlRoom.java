package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.fleet.stream.StreamDoor;
import dev.pilothouse.fleet.stream.StreamSettings;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.Names;
import dev.pilothouse.fleet.wire.SigningKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The control room on any bus. Three daemon threads: the feed's, one for what recurs (polls,
 * sessions), and two that call listeners.
 */
final class BusControlRoom implements ControlRoom {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Bus bus;
  private final Chores feedThread = new Chores("pilothouse-feed");
  private final Chores chores = new Chores("pilothouse-room");
  private final ExecutorService listenerThreads;
  private final Listeners<Boolean> connection;
  private final FleetFeed feed;
  private final OperationRecords records;
  private final OperationClient client;
  private final OperationWatch watch;
  private final Notices notices;
  private final HostRegister hosts;
  private final Sessions sessions;
  private final StreamDoor streams;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private volatile boolean connected;
  private volatile boolean closed;

  BusControlRoom(Bus bus, SigningKey key, String node, StreamSettings streams, Clock clock) {
    this.bus = bus;
    this.streams = new StreamDoor(streams);
    listenerThreads =
        Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("pilothouse-room-news-", 1).factory());
    connection = new Listeners<>(listenerThreads, 100);
    Codec codec = new Codec();
    feed = new FleetFeed(bus, codec, clock, System::nanoTime, feedThread, listenerThreads);
    records = new OperationRecords(bus, codec);
    client = new OperationClient(bus, codec, records, key, node, clock, feed::fleet);
    watch = new OperationWatch(codec, records, client, listenerThreads);
    notices = new Notices(bus, codec, listenerThreads);
    hosts = new HostRegister(bus, codec, notices, clock);
    sessions = new Sessions(bus, codec);
    try {
      notices.skipOld();
      subscriptions.add(
          bus.subscribe(Names.FLEET_TOPIC, json -> feedThread.soon(() -> feed.rung(json))));
      // Behind the fleet's news that came before: an operation's end is heard after its effect.
      subscriptions.add(
          bus.subscribe(Names.OPERATION_TOPIC, json -> feedThread.soon(() -> watch.rung(json))));
      subscriptions.add(bus.subscribe(Names.NOTICE_TOPIC, notices::rung));
      subscriptions.add(bus.onConnection(this::connection));
      PresenceNotices presence = new PresenceNotices(bus, notices, node, clock);
      subscriptions.add(feed.listen(() -> chores.soon(() -> presence.look(feed.fleet()))));
    } catch (BusUnavailableException e) {
      close();
      throw e;
    }
    chores.every(POLL, watch::poll);
    chores.every(Sessions.RENEW, sessions::renew);
  }

  private void connection(boolean up) {
    connected = up;
    connection.tell(up);
    if (up) {
      feedThread.soon(feed::sync);
      chores.soon(notices::catchUp);
      chores.soon(sessions::renew);
    }
  }

  @Override
  public Fleet fleet() {
    return feed.fleet();
  }

  @Override
  public CompletableFuture<Void> synced() {
    return feed.synced().copy();
  }

  @Override
  public Subscription onFleet(Runnable doorbell) {
    return feed.listen(doorbell);
  }

  @Override
  public OperationRecord submit(
      Operation operation, String targetName, Principal principal, Duration acceptWithin) {
    return client.submit(operation, targetName, principal, acceptWithin);
  }

  @Override
  public Offering offer(String host) {
    return streams.offer(hosts.pin(host));
  }

  @Override
  public OperationRecord cancel(long number, Principal principal) {
    return client.cancel(number, principal);
  }

  @Override
  public Optional<OperationRecord> operation(long number) {
    return Optional.ofNullable(records.read(number)).map(s -> client.expireIfLate(s.record()));
  }

  @Override
  public List<OperationRecord> recentOperations(int most) {
    Set<Long> numbers = new LinkedHashSet<>();
    bus.tail(Names.OPERATION_LOG, most).forEach(number -> numbers.add(Long.valueOf(number)));
    Map<Long, Stored> found = new HashMap<>(records.read(numbers));
    return numbers.stream()
        .map(found::remove)
        .filter(Objects::nonNull)
        .map(stored -> client.expireIfLate(stored.record()))
        .sorted(Comparator.comparingLong(OperationRecord::number).reversed())
        .toList();
  }

  @Override
  public Subscription onOperation(Consumer<OperationRecord> listener) {
    return watch.listen(listener);
  }

  @Override
  public CompletableFuture<OperationRecord> finished(long number) {
    CompletableFuture<OperationRecord> finished = watch.finished(number);
    chores.soon(() -> watch.look(number));
    return finished;
  }

  @Override
  public void forget(String host, Principal principal) {
    hosts.forget(host, fleet().host(host), principal);
  }

  @Override
  public List<Notice> notices(int most) {
    return notices.newest(most);
  }

  @Override
  public Subscription onNotice(Consumer<Notice> listener) {
    return notices.listen(listener);
  }

  @Override
  public List<SessionInfo> sessions() {
    return sessions.all();
  }

  @Override
  public Subscription register(SessionInfo session) {
    return sessions.register(session);
  }

  @Override
  public boolean connected() {
    return connected;
  }

  @Override
  public Subscription onConnection(Consumer<Boolean> listener) {
    return connection.add(listener, connected);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    subscriptions.forEach(Subscription::close);
    streams.close();
    sessions.close();
    watch.close();
    feedThread.close();
    chores.close();
    listenerThreads.shutdown();
  }
}
