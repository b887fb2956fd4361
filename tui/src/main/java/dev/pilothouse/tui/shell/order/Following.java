package dev.pilothouse.tui.shell.order;

import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.tui.shell.call.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** News of some operations, of Ctrl-C and of the time, for the one thread that waits for them. */
public final class Following implements AutoCloseable {
  /** How often whoever waits looks at the clock. */
  private static final Duration TICK = Duration.ofMillis(200);

  /** What can happen while somebody waits. */
  public sealed interface News {
    /** A new version of the record. */
    record Moved(OperationRecord record) implements News {}

    /** The record is terminal. */
    record Ended(OperationRecord record) implements News {}

    /** Nothing will be heard of it any more. */
    record Lost(long number) implements News {}

    /** The person pressed Ctrl-C or is gone. */
    record Interrupted() implements News {}

    /** A moment passed. */
    record Tick() implements News {}

    /** The time that the person gave is over. */
    record TimeOver() implements News {}
  }

  private final Call call;
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final Set<Long> numbers = ConcurrentHashMap.newKeySet();
  private final Subscription subscription;
  private final @Nullable Instant until;

  public Following(Call call) {
    this.call = call;
    this.until = call.timeout().map(call.around().clock().instant()::plus).orElse(null);
    this.subscription =
        call.room()
            .onOperation(
                record -> {
                  if (numbers.contains(record.number()) && !record.state().terminal()) {
                    news.add(new News.Moved(record));
                  }
                });
    var unused = call.talk().interrupted().thenRun(() -> news.add(new News.Interrupted()));
  }

  public void follow(long number) {
    numbers.add(number);
    var unused =
        call.room()
            .finished(number)
            .whenComplete(
                (record, problem) ->
                    news.add(record == null ? new News.Lost(number) : new News.Ended(record)));
  }

  /** Waits for the next news. */
  public News next() {
    if (until != null && !call.around().clock().instant().isBefore(until)) {
      News last = news.poll();
      return last == null ? new News.TimeOver() : last;
    }
    try {
      News next = news.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
      return next == null ? new News.Tick() : next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new News.Interrupted();
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
