package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;
import org.libvirt.jna.Libvirt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open connection to libvirt; never reopened. Calls run on its own few platform threads, since
 * libvirt keeps the last error by thread and serves five calls of one client at a time
 * (max_client_requests). A call that does not end in time is abandoned, and the link with it.
 */
final class Link implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  static final int KEEPALIVE_SECONDS = 2;
  static final int KEEPALIVE_MISSES = 2;

  /** What a call is for; each lane has threads of its own, so that none holds up another. */
  enum Lane {
    /** Changes that people ordered; a start with much memory to clear takes minutes. */
    ACT(3, Duration.ofMinutes(5)),
    /** Lists and looks; a first list of thousands on a busy host takes a while. */
    READ(1, Duration.ofMinutes(2)),
    /** Asks guests, who may be slow. */
    PROBE(1, Duration.ofSeconds(30));

    private final int threads;
    private final Duration limit;

    Lane(int threads, Duration limit) {
      this.threads = threads;
      this.limit = limit;
    }
  }

  private final ConnectionPointer conn;
  private final Side side;
  private final DomainEvents events;
  private final Libvirt.VirConnectCloseFunc onClose;
  private final Definitions definitions = new Definitions();
  private final Map<Lane, ExecutorService> lanes = new EnumMap<>(Lane.class);
  private final Consumer<String> whenDead;
  private final AtomicBoolean dead = new AtomicBoolean();
  private final AtomicBoolean released = new AtomicBoolean();

  private Link(ConnectionPointer conn, Side side, DomainEvents.Ear ear, Consumer<String> whenDead) {
    this.conn = conn;
    this.side = side;
    this.whenDead = whenDead;
    this.onClose = (c, reason, opaque) -> die(closed(reason));
    this.events =
        new DomainEvents(
            (vm, name, what, turn) -> {
              definitions.forget(vm);
              ear.heard(vm, name, what, turn);
            });
    for (Lane lane : Lane.values()) {
      lanes.put(
          lane,
          Executors.newFixedThreadPool(
              lane.threads,
              Thread.ofPlatform().name("libvirt-" + lane + "-", 0).daemon().factory()));
    }
  }

  /**
   * Opens a connection; may block for as long as libvirtd is stopped.
   *
   * @param ear hears domain events of an own host, on libvirt's event thread
   * @param whenDead told once, on any thread, when the connection cannot be used any more
   * @throws LibvirtError when it cannot be opened
   */
  static Link open(String uri, Side side, DomainEvents.Ear ear, Consumer<String> whenDead) {
    EventLoop.ensureRunning();
    ConnectionPointer conn = Errors.check(LIBVIRT.virConnectOpenAuth(uri, null, 0));
    Link link = new Link(conn, side, ear, whenDead);
    try {
      // Drivers inside this process (test://) have neither; nothing can be cut there.
      LIBVIRT.virConnectSetKeepAlive(conn, KEEPALIVE_SECONDS, KEEPALIVE_MISSES);
      LIBVIRT.virConnectRegisterCloseCallback(conn, link.onClose, null, null);
      if (side == Side.OWN) {
        link.events.register(conn);
      }
    } catch (LibvirtError e) {
      link.close();
      throw e;
    }
    return link;
  }

  /**
   * The definitions read over this connection and not changed since; of a peer, which tells nothing
   * of changes, none.
   */
  Definitions definitions() {
    return side == Side.OWN ? definitions : new Definitions();
  }

  /**
   * Calls libvirt.
   *
   * @throws OperationException with libvirt's error, or HYPERVISOR_LOST when the connection died,
   *     HYPERVISOR_SILENT when no answer came in time; HOST_UNREACHABLE for both when it is a
   *     peer's
   */
  <T> T call(Lane lane, Function<ConnectionPointer, T> body) {
    try {
      return answer(lane, body);
    } catch (OperationException e) {
      throw side.told(e);
    }
  }

  /** The same for one domain, which is looked up before and let go after; NOT_FOUND without it. */
  <T> T on(Lane lane, UUID vm, Function<DomainPointer, T> body) {
    return call(lane, conn -> Domains.with(conn, vm, body));
  }

  private <T> T answer(Lane lane, Function<ConnectionPointer, T> body) {
    Future<T> answer;
    try {
      answer = lane(lane).submit(() -> body.apply(conn));
    } catch (RejectedExecutionException e) {
      throw Errors.lost("The connection to libvirt is closed.");
    }
    try {
      return answer.get(lane.limit.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      String why = "libvirt did not answer within " + lane.limit.toSeconds() + " s";
      die(why);
      throw Errors.silent(why + "; whether the call still takes effect is unknown.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Errors.lost("The agent is stopping; whether the call takes effect is unknown.");
    } catch (ExecutionException e) {
      throw translated(e.getCause());
    }
  }

  private RuntimeException translated(@Nullable Throwable cause) {
    if (!(cause instanceof LibvirtError error)) {
      return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
    }
    // libvirt reports a connection that broke in the middle of a call as an internal error.
    if (dead.get() || LIBVIRT.virConnectIsAlive(conn) == 0) {
      die("the connection to libvirt broke");
      return Errors.lost("The connection to libvirt broke: " + error.getMessage());
    }
    return Errors.translated(error);
  }

  private ExecutorService lane(Lane lane) {
    ExecutorService found = lanes.get(lane);
    if (found == null) {
      throw new IllegalStateException("no lane " + lane);
    }
    return found;
  }

  private void die(String why) {
    if (dead.compareAndSet(false, true)) {
      whenDead.accept(why);
    }
  }

  private static String closed(int reason) {
    return switch (reason) {
      case 1 -> "libvirt closed the connection";
      case 2 -> "libvirt does not answer (keepalive)";
      case 3 -> "the connection was closed";
      default -> "the connection to libvirt broke";
    };
  }

  /**
   * Returns at once; the connection itself is closed when the last call has ended, for libvirt must
   * not lose it under a call.
   */
  @Override
  public void close() {
    dead.set(true);
    if (!released.compareAndSet(false, true)) {
      return;
    }
    lanes.values().forEach(ExecutorService::shutdown);
    Thread.ofPlatform().name("libvirt-close").daemon().start(this::release);
  }

  private void release() {
    try {
      for (ExecutorService lane : lanes.values()) {
        lane.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      }
      events.deregister(conn);
      LIBVIRT.virConnectUnregisterCloseCallback(conn, onClose);
      LIBVIRT.virConnectClose(conn);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("closing a connection to libvirt", e);
    }
  }
}
