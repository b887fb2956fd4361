package dev.pilothouse.agent.hypervisor.libvirt;

import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.ConnectionPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link Link} to one libvirt: when it dies, says so and opens another, trying again after
 * 0.1 s, then ever slower, up to every 3 s.
 */
final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final long BACKOFF_MILLIS = 100;
  private static final long BACKOFF_MOST_MILLIS = 3_000;

  private final String uri;
  private final Side side;
  private final DomainEvents.Ear ear;
  private final Consumer<HypervisorEvent> tell;
  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("libvirt-keeper").daemon().factory());

  private volatile @Nullable Link link;
  private volatile String why = "not connected yet";
  private volatile boolean closed;

  /**
   * @param ear hears domain events of an own host
   * @param tell hears what becomes of the connection
   */
  Connection(String uri, Side side, DomainEvents.Ear ear, Consumer<HypervisorEvent> tell) {
    this.uri = uri;
    this.side = side;
    this.ear = ear;
    this.tell = tell;
  }

  /**
   * Opens the first link.
   *
   * @throws OperationException HYPERVISOR_LOST or HOST_UNREACHABLE, or DENIED, when that fails
   */
  void open() {
    try {
      keeper.submit(this::connect).get(side.opensWithin().toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      close();
      throw e.getCause() instanceof LibvirtError error
          ? side.told(Errors.notOpened(uri, error))
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      close();
      throw side.told(
          Errors.lost(
              "libvirt at "
                  + uri
                  + " does not answer within "
                  + side.opensWithin().toSeconds()
                  + " s."));
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw Errors.lost("Interrupted while connecting to libvirt at " + uri + ".");
    }
  }

  /**
   * The link as it is now.
   *
   * @throws OperationException HYPERVISOR_LOST or HOST_UNREACHABLE at once while there is none
   */
  Link link() {
    Link now = link;
    if (now == null) {
      throw side.told(Errors.lost("libvirt at " + uri + " cannot be reached: " + why + "."));
    }
    return now;
  }

  /**
   * Calls libvirt over a connection of its own, as {@link OwnConnection} does.
   *
   * @throws OperationException as {@link Link#call} does
   */
  <T> T alone(Function<ConnectionPointer, T> body) {
    try {
      return OwnConnection.call(uri, body);
    } catch (OperationException e) {
      throw side.told(e);
    }
  }

  boolean connected() {
    return link != null;
  }

  /** Only on the keeper's thread. */
  private void connect() {
    // The link may die before it is known here; its death then waits behind this on the keeper.
    Link[] opened = new Link[1];
    Link fresh = Link.open(uri, side, ear, because -> later(() -> lost(opened[0], because), 0));
    opened[0] = fresh;
    link = fresh;
    if (closed) {
      // Closed while it opened: whoever closed did not see it.
      link = null;
      fresh.close();
      return;
    }
    tell.accept(new HypervisorEvent.Connected());
  }

  private void lost(@Nullable Link dead, String because) {
    if (closed || dead == null || dead != link) {
      return;
    }
    link = null;
    why = because;
    LOG.warn("libvirt at {} is lost: {}", uri, because);
    tell.accept(new HypervisorEvent.ConnectionLost(because));
    dead.close();
    if (side == Side.PEER) {
      return;
    }
    later(() -> reconnect(BACKOFF_MILLIS), BACKOFF_MILLIS);
  }

  private void reconnect(long waited) {
    if (closed) {
      return;
    }
    try {
      connect();
      LOG.info("libvirt at {} is back", uri);
    } catch (LibvirtError e) {
      why = String.valueOf(e.getMessage());
      long next = Math.min(waited * 2, BACKOFF_MOST_MILLIS);
      later(() -> reconnect(next), next);
    }
  }

  private void later(Runnable task, long millis) {
    try {
      Future<?> unused = keeper.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed already", e);
    }
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("keeping the connection to libvirt", e);
      }
    };
  }

  @Override
  public void close() {
    closed = true;
    keeper.shutdownNow();
    Link now = link;
    link = null;
    if (now != null) {
      now.close();
    }
  }
}
