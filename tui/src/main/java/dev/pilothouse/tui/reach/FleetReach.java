package dev.pilothouse.tui.reach;

import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.tui.Reception.Passage;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens connections to VMs of a control room's fleet. Thread-safe. */
public final class FleetReach {
  /** A client waits, and its own client behind it: sooner than either gives up. */
  private static final Duration ACCEPT_WITHIN = Duration.ofSeconds(8);

  /** For the host to connect and to bring the stream, after it took the order. */
  private static final Duration OPEN_WITHIN = Duration.ofSeconds(20);

  private static final Duration SYNC = Duration.ofSeconds(5);
  private static final int LAST_PORT = 65_535;

  private final ControlRoom room;

  public FleetReach(ControlRoom room) {
    this.room = room;
  }

  /**
   * As {@link dev.pilothouse.tui.Reception#open}.
   *
   * @throws OperationException says why not
   */
  public Passage open(Principal who, String host, int port) {
    await(room.synced(), SYNC, "Redis does not answer.");
    Wanted wanted = Wanted.read(host, port);
    Vm vm = new Names(room.fleet()).one(wanted.name());
    check(who, wanted, vm);
    String at = Visible.of(vm.host());
    String shown = at + "/" + Visible.of(vm.name());
    Offering offering = room.offer(vm.host());
    boolean open = false;
    try {
      OperationRecord record =
          room.submit(wanted.operation(vm.ref(), offering.offer()), vm.name(), who, ACCEPT_WITHIN);
      CompletableFuture<OperationRecord> ended = room.finished(record.number());
      await(
          CompletableFuture.anyOf(offering.taken(), ended),
          ACCEPT_WITHIN.plus(OPEN_WITHIN),
          "Host " + at + " does not answer.");
      if (!offering.taken().isDone()) {
        Failure failure = ended.join().failure();
        if (failure != null) {
          throw refused(shown, failure);
        }
        // It was told that all went well before the stream was seen here.
        await(offering.taken(), SYNC, "The stream from host " + at + " is lost.");
      }
      open = true;
      return new OfferedPassage(wanted.of(shown), offering);
    } finally {
      if (!open) {
        offering.close();
      }
    }
  }

  private static void check(Principal who, Wanted wanted, Vm vm) {
    String name = Visible.of(vm.name());
    if (!who.may(wanted.verb().permission())) {
      throw denied(who, wanted, name);
    }
    if (wanted instanceof Wanted.OfPort p && (p.port() < 1 || p.port() > LAST_PORT)) {
      throw new OperationException(
          ErrorCode.BAD_INPUT, "There is no TCP port " + Integer.toUnsignedString(p.port()) + ".");
    }
    if (!vm.state().active()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              name + " is " + vm.state().word() + ".",
              "Start it with 'vm start'."));
    }
  }

  private static OperationException denied(Principal who, Wanted wanted, String name) {
    Verb verb = wanted.verb();
    String what =
        switch (wanted) {
          case Wanted.OfDisplay d -> "open the display of " + name + ", where one can type";
          case Wanted.OfPort p -> "connect to ports of guests such as " + name;
        };
    return new OperationException(
        new Failure(
            ErrorCode.DENIED,
            "%s, as %s, may not %s: that needs the permission %s."
                .formatted(
                    Visible.of(who.name()),
                    who.role().name().toLowerCase(Locale.ROOT),
                    what,
                    verb.permission().name()),
            "Ask an admin."));
  }

  /** In the agent's words, and of which VM they speak. */
  private static OperationException refused(String shown, Failure failure) {
    return new OperationException(
        new Failure(failure.code(), shown + ": " + failure.message(), failure.hint()));
  }

  private static <T> void await(CompletableFuture<T> future, Duration most, String tooLong) {
    try {
      future.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new OperationException(ErrorCode.HOST_UNREACHABLE, tooLong);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationException(ErrorCode.CANCELLED, "It was interrupted.");
    }
  }
}
