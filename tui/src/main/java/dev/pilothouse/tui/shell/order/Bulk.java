package dev.pilothouse.tui.shell.order;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.order.Following.News;
import dev.pilothouse.tui.shell.output.OperationView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Orders operations a few at a time, waits for all of them and sums up. */
final class Bulk {
  /** How many are under way at once. */
  private static final int AT_ONCE = 8;

  private static final int MOST_SHOWN = 3;

  /** Of so many each gets a line when it made something; else one is for those that failed. */
  private static final int EACH_SAID = 50;

  /** What becomes of operations whose person does not wait for their end. */
  interface Leaving {
    CommandException interrupted(Collection<Long> running, int notOrdered);

    CommandException timeOver(Collection<Long> running, int notOrdered);

    /** A moment passed; may throw to leave. */
    default void tick(Collection<Long> running) {}
  }

  /** They go on. */
  private record GoingOn() implements Leaving {
    @Override
    public CommandException interrupted(Collection<Long> running, int notOrdered) {
      return Goodbye.interrupted(running, notOrdered);
    }

    @Override
    public CommandException timeOver(Collection<Long> running, int notOrdered) {
      return Goodbye.timeOver(running, notOrdered);
    }
  }

  private final Call call;
  private final Leaving leaving;
  private final int all;
  private final int atOnce;
  private final Deque<Planned> waiting;
  private final Map<Long, Planned> running = new HashMap<>();
  private final Map<Long, String> phases = new HashMap<>();
  private final List<OperationRecord> ended = new ArrayList<>();
  private final Map<Long, OperationRecord> newest = new HashMap<>();
  private final Pace pace = new Pace();
  private boolean listed = true;
  private int failed;
  private int lastFailure = ExitStatus.DONE;

  Bulk(Call call, List<Planned> planned) {
    this(call, planned, new GoingOn());
  }

  Bulk(Call call, List<Planned> planned, Leaving leaving) {
    this.call = call;
    this.leaving = leaving;
    this.all = planned.size();
    // How many migrate at once is for their host's agent to say.
    this.atOnce =
        planned.stream().allMatch(p -> p.operation().verb() == Verb.MIGRATE) ? all : AT_ONCE;
    this.waiting = new ArrayDeque<>(planned);
  }

  /** What {@code -o} says is for something else. */
  Bulk unlisted() {
    listed = false;
    return this;
  }

  int run() {
    try (Following following = new Following(call)) {
      while (!waiting.isEmpty() || !running.isEmpty()) {
        orderMore(following);
        if (!running.isEmpty()) {
          hear(following.next());
        }
      }
    }
    return sumUp();
  }

  private void orderMore(Following following) {
    while (running.size() < atOnce && !waiting.isEmpty() && !call.talk().interrupted().isDone()) {
      Planned next = waiting.removeFirst();
      try {
        OperationRecord record = new Ordering(call).submit(next);
        running.put(record.number(), next);
        following.follow(record.number());
      } catch (OperationException e) {
        if (all == 1 || e.failure().code() == ErrorCode.BUS_LOST) {
          throw cut(e);
        }
        failed(Said.refused(next.title(), e.failure()), ExitStatus.of(e.failure().code()));
      }
    }
    if (running.isEmpty() && !waiting.isEmpty()) {
      throw leaving.interrupted(running.keySet(), waiting.size());
    }
  }

  private RuntimeException cut(OperationException e) {
    if (!running.isEmpty()) {
      call.talk().say(Goodbye.interrupted(running.keySet(), waiting.size() + 1).message());
    }
    return e;
  }

  private void hear(News news) {
    switch (news) {
      case News.Moved moved -> moved(moved.record());
      case News.Ended end -> ended(end.record());
      case News.Lost lost -> {
        Planned planned = running.remove(lost.number());
        if (planned != null) {
          failed(
              planned.title() + ": " + Ordering.lost(lost.number()).message(),
              ExitStatus.UNAVAILABLE);
        }
      }
      case News.Interrupted interrupted ->
          throw leaving.interrupted(running.keySet(), waiting.size());
      case News.TimeOver over -> throw leaving.timeOver(running.keySet(), waiting.size());
      case News.Tick tick -> {
        if (!running.isEmpty()) {
          leaving.tick(running.keySet());
        }
      }
    }
  }

  private void moved(OperationRecord record) {
    Planned planned = running.get(record.number());
    if (planned == null) {
      return;
    }
    newest.put(record.number(), record);
    if (record.figures() != null && !pace.due()) {
      return;
    }
    if (all > 1) {
      count();
      return;
    }
    String before = phases.put(record.number(), record.phase());
    if (call.talk().onTerminal()) {
      call.talk().progress(Said.progress(planned, record));
    } else if (!record.phase().isEmpty() && !record.phase().equals(before)) {
      call.talk().say(Said.progress(planned, record));
    }
  }

  private void ended(OperationRecord record) {
    Planned planned = running.remove(record.number());
    newest.remove(record.number());
    if (planned == null) {
      return;
    }
    ended.add(record);
    if (record.state() == OperationState.SUCCEEDED) {
      if (all == 1 || (all <= EACH_SAID && !said(record).isEmpty())) {
        call.talk().say(Said.ended(planned.title(), record) + said(record));
      }
    } else {
      failed(Said.ended(planned.title(), record), ExitStatus.of(record));
    }
    count();
  }

  /**
   * The UUID of what was defined is worth a word, and so is how it went; a deleted VM's XML is for
   * op show.
   */
  private static String said(OperationRecord record) {
    String result = record.operation() instanceof MigrateVm ? null : record.result();
    String given = result == null || result.indexOf('\n') >= 0 ? "" : Visible.of(result);
    String how = Said.lastWord(record);
    String all =
        Stream.of(how.contains(given) ? "" : given, how)
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "" : ": " + all;
  }

  private void failed(String message, int status) {
    failed++;
    lastFailure = status;
    call.talk().say(message);
  }

  private void count() {
    if (all > 1) {
      int done = all - waiting.size() - running.size() - failed;
      call.talk()
          .progress(
              done
                  + " of "
                  + all
                  + " done, "
                  + failed
                  + " failed, "
                  + running.size()
                  + " under way"
                  + migrating());
    }
  }

  /** The first few that say how far they are. */
  private String migrating() {
    String each =
        newest.values().stream()
            .filter(record -> record.figures() != null && record.progress() >= 0)
            .sorted(Comparator.comparingLong(OperationRecord::number))
            .limit(MOST_SHOWN)
            .map(record -> Visible.of(record.targetName()) + " " + record.progress() + "%")
            .collect(Collectors.joining(", "));
    return each.isEmpty() ? "" : ": " + each;
  }

  private int sumUp() {
    if (listed && call.has(Options.OUTPUT)) {
      call.results()
          .list(
              OperationView.LISTING,
              ended.stream()
                  .sorted(Comparator.comparingLong(OperationRecord::number))
                  .map(OperationView::of)
                  .toList());
    }
    if (all == 1) {
      return lastFailure;
    }
    call.talk().say(all - failed + " done" + (failed == 0 ? "" : ", " + failed + " failed"));
    return failed == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
  }
}
