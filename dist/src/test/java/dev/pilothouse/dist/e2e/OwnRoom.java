package dev.pilothouse.dist.e2e;

import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.redis.RedisBus;
import dev.pilothouse.fleet.bus.redis.RedisOptions;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import java.time.Duration;
import java.time.Instant;

/** A management node of the test's own, which a {@link Deployment}'s agents obey. */
record OwnRoom(Bus bus, ControlRoom room) implements AutoCloseable {
  /** Who orders what the test orders. */
  static final Principal WHO = new Principal("root", Role.ADMIN, "test");

  static OwnRoom of(Deployment parts) {
    Bus bus = RedisBus.open(RedisOptions.at(parts.redis()));
    return new OwnRoom(bus, ControlRoom.open(bus, parts.key(), "test"));
  }

  /**
   * Waits until an operation has ended, which may take {@code promise} from the recovery of what
   * had died.
   */
  OperationRecord ended(OperationRecord submitted, Instant recovered, Duration promise) {
    long number = submitted.number();
    Duration left = promise.minus(Duration.between(recovered, Instant.now()));
    await(
            submitted.operation().verb()
                + " "
                + submitted.targetName()
                + " ends within "
                + promise.toSeconds()
                + " s of recovery")
        .atMost(left.isPositive() ? left : Duration.ofMillis(100))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(BusUnavailableException.class)
        .ignoreExceptionsInstanceOf(OperationException.class)
        .until(() -> room.operation(number).orElseThrow().state().terminal());
    return room.operation(number).orElseThrow();
  }

  @Override
  public void close() {
    room.close();
    bus.close();
  }
}
