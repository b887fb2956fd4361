package dev.pilothouse.tui.shell.order;

import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An operation that takes what a person sends: it cannot go on without that person, so that it ends
 * when the person leaves.
 */
final class Sending implements Bulk.Leaving {
  /** For the agent to hear of the cancel, before the stream breaks under it. */
  private static final Duration CANCELLED_WITHIN = Duration.ofSeconds(2);

  /**
   * For the agent to clean up; with that, less than what a door gives a command whose client is
   * gone.
   */
  private static final Duration END_WITHIN = Duration.ofSeconds(6);

  /** For news of an operation whose stream broke. */
  private static final Duration NEWS_WITHIN = Duration.ofSeconds(20);

  private static final String STOPPED = "sending was stopped";

  private final Call call;
  private final Pump pump;
  private long brokenSince;

  private Sending(Call call, Pump pump) {
    this.call = call;
    this.pump = pump;
  }

  /** Orders it, sends what comes from {@code in}, and waits for the end. */
  static int run(Call call, Planned planned, Offering offering, InputStream in) {
    try (Pump pump = Pump.start(offering, in)) {
      return new Bulk(call, List.of(planned), new Sending(call, pump)).run();
    }
  }

  @Override
  public CommandException interrupted(Collection<Long> running, int notOrdered) {
    return CommandException.interrupted(stop(running, "the sender stopped it"));
  }

  @Override
  public CommandException timeOver(Collection<Long> running, int notOrdered) {
    return new CommandException(
        ExitStatus.TIMED_OUT, "The time is over. " + stop(running, "the sender's time was over"));
  }

  /** An agent that died says nothing until it is back. */
  @Override
  public void tick(Collection<Long> running) {
    if (!pump.broken()) {
      return;
    }
    if (brokenSince == 0) {
      brokenSince = System.nanoTime();
    } else if (System.nanoTime() - brokenSince > NEWS_WITHIN.toNanos()) {
      long number = running.iterator().next();
      throw new CommandException(
          ExitStatus.UNAVAILABLE,
          "The connection to the host's agent broke, and nothing is heard of it. 'op show "
              + number
              + "' tells how operation "
              + number
              + " ended, once the agent is back; nothing of what was sent is kept. Send it again"
              + " then.");
    }
  }

  private String stop(Collection<Long> running, String why) {
    if (running.isEmpty()) {
      return "Nothing was sent.";
    }
    long number = running.iterator().next();
    try {
      call.room().cancel(number, call.who());
      Optional<OperationRecord> cancelled = ended(number, CANCELLED_WITHIN);
      if (cancelled.isPresent()) {
        return Said.ended(STOPPED, cancelled.get());
      }
    } catch (OperationException e) {
      // It ended already, or the bus is away: the stream's end stops it, too.
    }
    pump.abort(why);
    return ended(number, END_WITHIN)
        .map(record -> Said.ended(STOPPED, record))
        .orElse(STOPPED + "; 'op show " + number + "' tells how operation " + number + " ended.");
  }

  private Optional<OperationRecord> ended(long number, Duration within) {
    try {
      return Optional.of(
          call.room().finished(number).get(within.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
