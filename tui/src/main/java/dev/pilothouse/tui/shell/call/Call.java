package dev.pilothouse.tui.shell.call;

import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.filter.FleetFilter;
import dev.pilothouse.tui.shell.output.Form;
import dev.pilothouse.tui.shell.output.Results;
import dev.pilothouse.tui.shell.output.Talk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.ParseResult;

/**
 * One use of a verb: who, with which words, talking through what.
 *
 * @param patient whether the person's {@code --timeout} means something else than when to stop
 *     waiting
 */
public record Call(
    ControlRoom room,
    Principal who,
    Talk talk,
    Surroundings around,
    ParseResult words,
    boolean patient) {
  private static final Duration SYNC = Duration.ofSeconds(10);

  public Call(ControlRoom room, Principal who, Talk talk, Surroundings around, ParseResult words) {
    this(room, who, talk, around, words, false);
  }

  /** The same, which waits however long it takes. */
  public Call patiently() {
    return new Call(room, who, talk, around, words, true);
  }

  public boolean has(String option) {
    return words.hasMatchedOption(option);
  }

  public <T> Optional<T> option(String name) {
    return Optional.ofNullable(words.matchedOptionValue(name, null));
  }

  public String parameter(int index) {
    return words.matchedPositionalValue(index, "");
  }

  /**
   * A parameter that is {@code on} or {@code off}.
   *
   * @throws CommandException USAGE for anything else
   */
  public boolean onOff(int index) {
    return switch (parameter(index)) {
      case "on" -> true;
      case "off" -> false;
      default -> throw CommandException.usage("Say 'on' or 'off' after its name.");
    };
  }

  public List<String> parameters() {
    return words.matchedPositionalValue(0, List.of());
  }

  public Form form() {
    return this.<Form>option(Options.OUTPUT).orElse(Form.TABLE);
  }

  public Results results() {
    return new Results(talk, form());
  }

  public FleetFilter filter() {
    return this.<FleetFilter>option(Options.FILTER).orElse(FleetFilter.NONE);
  }

  /** After which waiting ends. */
  public Optional<Duration> timeout() {
    return patient ? Optional.empty() : option(Options.TIMEOUT);
  }

  /**
   * The fleet, once its first picture is complete.
   *
   * @throws CommandException UNAVAILABLE when that does not come in time
   */
  public Fleet fleet() {
    if (!room.synced().isDone() && await(room.synced(), SYNC).isEmpty()) {
      throw new CommandException(
          ExitStatus.UNAVAILABLE,
          "The fleet cannot be read: Redis did not answer within "
              + SYNC.toSeconds()
              + " seconds. Check that it runs and that this machine reaches it; this node"
              + " reconnects by itself.");
    }
    if (!room.connected()) {
      talk.say("Redis is away: this is what was last known.");
    }
    return room.fleet();
  }

  /**
   * Waits for {@code future}.
   *
   * @return empty when {@code most} has passed
   * @throws CommandException INTERRUPTED when the person pressed Ctrl-C
   */
  private Optional<Boolean> await(CompletableFuture<?> future, Duration most) {
    try {
      CompletableFuture.anyOf(future, talk.interrupted())
          .get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.interrupted("");
    }
    if (!future.isDone()) {
      throw CommandException.interrupted("");
    }
    return Optional.of(true);
  }
}
