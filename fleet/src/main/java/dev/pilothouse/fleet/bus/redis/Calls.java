package dev.pilothouse.fleet.bus.redis;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.redisson.client.RedisException;

/** Waits for Redis, but not for long, and says in one way that it did not answer. */
final class Calls {
  /** Redisson gives up after this; with its own delays on top it answers within {@link #LIMIT}. */
  static final Duration TIMEOUT = Duration.ofMillis(1_500);

  static final Duration LIMIT = Duration.ofMillis(2_500);

  private final String address;

  Calls(String address) {
    this.address = address;
  }

  <T> T wait(Supplier<? extends Future<T>> call) {
    return wait(call, Duration.ZERO);
  }

  /**
   * @param block how long Redis itself may take to answer
   */
  <T> T wait(Supplier<? extends Future<T>> call, Duration block) {
    Future<T> future;
    try {
      future = call.get();
    } catch (RedisException | RejectedExecutionException | IllegalStateException e) {
      // The last is what a batch throws whose connection was lost while it was put together.
      throw unavailable(e);
    }
    try {
      return future.get(LIMIT.plus(block).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unavailable(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | CancellationException e) {
      future.cancel(true);
      throw unavailable(e);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new BusUnavailableException("interrupted while waiting for Redis", e);
    }
  }

  private BusUnavailableException unavailable(Throwable cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new BusUnavailableException("Redis at %s: %s".formatted(address, why), cause);
  }
}
