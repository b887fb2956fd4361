package dev.pilothouse.tui.console;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleNews.Printed;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ConsoleOperation.Mark;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.fleet.stream.StreamLink;
import dev.pilothouse.fleet.wire.Messages;
import dev.pilothouse.fleet.wire.WireException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one console, wherever its VM is. When it breaks, or the VM moves, it is opened again
 * from where it stopped. Two virtual threads: one listens, one sends. Thread-safe.
 */
public final class ConsoleLine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleLine.class);
  private static final Messages<ConsoleNews> NEWS = new Messages<>(ConsoleNews.class);
  private static final Messages<ConsoleWish> WISHES = new Messages<>(ConsoleWish.class);
  private static final Duration OPENED_WITHIN = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final Duration LATER = Duration.ofSeconds(3);
  private static final int MOST_UNSENT = 256;

  /** Hears one line; calls come one at a time, and must not wait for anything of this line. */
  public interface Ear {
    /** It is open: what comes now is from there. */
    void opened(String host);

    void told(ConsoleNews news);

    /**
     * It is not open.
     *
     * @param forGood it will not be tried again
     */
    void away(Failure why, boolean forGood);
  }

  private final ControlRoom room;
  private final Principal who;
  private final ConsoleTarget target;
  private final Ear ear;
  private final Semaphore bell = new Semaphore(0);
  private final BlockingQueue<ConsoleWish> unsent = new LinkedBlockingQueue<>(MOST_UNSENT);
  private final Subscription fleet;
  private volatile @Nullable Open open;
  private volatile boolean closed;
  private @Nullable Mark seen; // of the listening thread alone

  private record Open(VmRef at, StreamLink link) {}

  private ConsoleLine(ControlRoom room, Principal who, ConsoleTarget target, Ear ear) {
    this.room = room;
    this.who = who;
    this.target = target;
    this.ear = ear;
    this.fleet = room.onFleet(this::fleetChanged);
  }

  public static ConsoleLine open(ControlRoom room, Principal who, ConsoleTarget target, Ear ear) {
    ConsoleLine line = new ConsoleLine(room, who, target, ear);
    Thread.ofVirtual().name("console-line").start(line::listen);
    Thread.ofVirtual().name("console-sender").start(line::send);
    return line;
  }

  /**
   * Sends it soon.
   *
   * @return false when it will not: there is no connection, or too much waits already
   */
  public boolean send(ConsoleWish wish) {
    return open != null && unsent.offer(wish);
  }

  /** A VM that moved leaves its old console behind. */
  private void fleetChanged() {
    Open now = open;
    if (now != null) {
      VmRef owner = room.fleet().owner(target.vm()).map(Vm::ref).orElse(now.at());
      if (!owner.equals(now.at())) {
        now.link().close();
      }
    }
    bell.release();
  }

  private void listen() {
    boolean again = true;
    while (again && !closed) {
      try {
        again = openOnce();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Returns whether to try again. */
  private boolean openOnce() throws InterruptedException {
    VmRef at = room.fleet().owner(target.vm()).map(Vm::ref).orElse(null);
    if (at == null) {
      boolean reading = !room.synced().isDone();
      away(
          new Failure(
              ErrorCode.NOT_FOUND,
              reading ? "The fleet is being read." : target.name() + " is on no host."),
          false);
      pause(LATER);
      return true;
    }
    try (Offering offering = room.offer(at.host())) {
      OperationRecord order =
          room.submit(
              new OpenConsole(at, target.face(), target.typing(), seen, offering.offer()),
              target.name(),
              who,
              OPENED_WITHIN);
      StreamLink link = taken(offering, order);
      open = new Open(at, link);
      if (!closed) {
        ear.opened(at.host());
        away(new Failure(ErrorCode.HOST_UNREACHABLE, read(link)), false);
      }
    } catch (OperationException e) {
      boolean forGood =
          switch (e.failure().code()) {
            case DENIED, UNSUPPORTED, BAD_INPUT -> true;
            default -> false;
          };
      away(e.failure(), forGood);
      if (forGood) {
        return false;
      }
      pause(LATER);
    } catch (BusUnavailableException e) {
      away(new Failure(ErrorCode.BUS_LOST, "Redis cannot be reached."), false);
      pause(LATER);
    } finally {
      open = null;
      unsent.clear();
    }
    pause(AGAIN);
    return true;
  }

  private void away(Failure why, boolean forGood) {
    open = null;
    if (!closed) {
      ear.away(why, forGood);
    }
  }

  private StreamLink taken(Offering offering, OperationRecord order) throws InterruptedException {
    CompletableFuture<OperationRecord> ended = room.finished(order.number());
    try {
      CompletableFuture.anyOf(offering.taken(), ended)
          .get(OPENED_WITHIN.toSeconds(), TimeUnit.SECONDS);
      if (!offering.taken().isDone()) {
        Failure failure = ended.join().failure();
        if (failure != null) {
          throw new OperationException(failure);
        }
      }
      return offering.taken().get(OPENED_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new OperationException(
          new Failure(
              ErrorCode.HOST_UNREACHABLE,
              "The agent on " + order.operation().host() + " does not open the console."),
          e);
    }
  }

  /** Until it ends; tells why. */
  private String read(StreamLink link) {
    try {
      for (ConsoleNews news = NEWS.read(link.in()); news != null; news = NEWS.read(link.in())) {
        if (news instanceof Printed printed) {
          seen = new Mark(printed.epoch(), printed.at() + printed.bytes().length);
        }
        ear.told(news);
      }
      return "The agent ended it.";
    } catch (IOException | WireException e) {
      LOG.debug("a console broke", e);
      return "The connection to the agent broke.";
    } finally {
      link.close();
    }
  }

  private void send() {
    try {
      while (!closed) {
        ConsoleWish wish = unsent.poll(1, TimeUnit.SECONDS);
        Open now = open;
        if (wish != null && now != null) {
          try {
            WISHES.write(now.link().out(), wish);
          } catch (IOException e) {
            now.link().close();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until the fleet changes, or for so long. */
  private void pause(Duration atMost) throws InterruptedException {
    bell.drainPermits();
    if (!closed) {
      boolean unused = bell.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    closed = true;
    fleet.close();
    Open now = open;
    if (now != null) {
      now.link().close();
    }
    bell.release();
  }
}
