package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.tui.filter.FleetFilter;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.order.Following;
import dev.pilothouse.tui.shell.order.Following.News;
import dev.pilothouse.tui.shell.order.Goodbye;
import dev.pilothouse.tui.shell.order.Ordering;
import dev.pilothouse.tui.shell.order.Pace;
import dev.pilothouse.tui.shell.order.Said;
import dev.pilothouse.tui.shell.output.HistoryView;
import dev.pilothouse.tui.shell.output.OperationView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code op list}, {@code show}, {@code watch}, {@code wait} and {@code cancel}. */
final class OpVerbs {
  private static final String ALL = "--all";
  private static final int MOST = 1000;
  private static final Duration RECENT = Duration.ofHours(1);

  private OpVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "op",
            "list",
            "List operations that are under way or ended within the last hour.",
            spec ->
                spec.addOption(Options.output())
                    .addOption(Options.flag("All that are still known.", ALL))
                    .addPositional(
                        Options.many(Options.TARGET, "Only those on these VMs, on any host.")),
            OpVerbs::list),
        new Command(
            "op",
            "show",
            "Show everything about an operation, with its history.",
            spec -> spec.addOption(Options.output()).addPositional(number()),
            OpVerbs::show),
        new Command(
            "op",
            "watch",
            "Print every change of an operation until it ends.",
            spec -> waiting(spec).addPositional(number()),
            OpVerbs::watch),
        new Command(
            "op",
            "wait",
            "Wait until operations have ended.",
            spec -> waiting(spec).addPositional(numbers()),
            OpVerbs::await),
        new Command(
            "op",
            "cancel",
            "Cancel operations and wait until they have ended.",
            spec ->
                waiting(spec)
                    .addOption(Options.flag("Do not wait for the end.", Options.NO_WAIT))
                    .addPositional(numbers()),
            OpVerbs::cancel));
  }

  private static CommandSpec waiting(CommandSpec spec) {
    return spec.addOption(Options.output())
        .addOption(
            Options.timeout("Stop waiting after this time, such as 90s; the operation goes on."));
  }

  private static PositionalParamSpec number() {
    return Options.one(0, Options.NUMBER, "The operation's number.");
  }

  private static PositionalParamSpec numbers() {
    return Options.many(Options.NUMBER, "The operations' numbers.");
  }

  private static int list(Call call) {
    Instant since = call.around().clock().instant().minus(RECENT);
    boolean all = call.has(ALL);
    List<UUID> vms =
        call.parameters().isEmpty()
            ? List.of()
            : new Targets(call.fleet())
                .of(call.parameters(), FleetFilter.NONE).stream()
                    .map(vm -> vm.ref().uuid())
                    .toList();
    call.results()
        .list(
            OperationView.LISTING,
            call.room().recentOperations(MOST).stream()
                .filter(
                    op -> vms.isEmpty() || vms.stream().anyMatch(vm -> HistoryView.isOn(op, vm)))
                .filter(op -> all || !op.state().terminal() || op.since().isAfter(since))
                .map(OperationView::of)
                .toList());
    return ExitStatus.DONE;
  }

  private static int show(Call call) {
    OperationRecord record = known(call, parse(call.parameter(0)));
    call.results().one(OperationView.LISTING, OperationView.of(record), OperationView::sheet);
    return ExitStatus.DONE;
  }

  private static int watch(Call call) {
    long number = parse(call.parameter(0));
    Pace pace = new Pace();
    try (Following following = new Following(call)) {
      print(call, known(call, number));
      following.follow(number);
      while (true) {
        switch (following.next()) {
          case News.Moved moved -> {
            if (moved.record().figures() == null || pace.due()) {
              print(call, moved.record());
            }
          }
          case News.Ended ended -> {
            print(call, ended.record());
            return ExitStatus.of(ended.record());
          }
          case News.Lost lost -> throw Ordering.lost(lost.number());
          case News.Interrupted interrupted -> throw Goodbye.interrupted(List.of(number), 0);
          case News.TimeOver over -> throw Goodbye.timeOver(List.of(number), 0);
          case News.Tick tick -> {}
        }
      }
    }
  }

  private static void print(Call call, OperationRecord record) {
    call.results().next(OperationView.LISTING, OperationView.of(record), OperationView::line);
  }

  private static int await(Call call) {
    Set<Long> numbers = parsed(call);
    numbers.forEach(number -> known(call, number));
    List<OperationRecord> ended = awaited(call, numbers);
    call.results().list(OperationView.LISTING, ended.stream().map(OperationView::of).toList());
    if (ended.size() == 1) {
      return ExitStatus.of(ended.getFirst());
    }
    return ended.stream().allMatch(op -> op.state() == OperationState.SUCCEEDED)
        ? ExitStatus.DONE
        : ExitStatus.FAILED;
  }

  private static int cancel(Call call) {
    Set<Long> numbers = parsed(call);
    for (long number : numbers) {
      OperationRecord asked = call.room().cancel(number, call.who());
      call.talk().say("Asked to cancel operation " + number + ": " + title(asked) + ".");
    }
    if (call.has(Options.NO_WAIT)) {
      return ExitStatus.DONE;
    }
    int status = ExitStatus.DONE;
    List<OperationRecord> ended = awaited(call, numbers);
    for (OperationRecord record : ended) {
      call.talk().say(Said.ended(title(record), record));
      if (record.state() != OperationState.CANCELLED) {
        status = ExitStatus.CONFLICT;
      }
    }
    if (call.has(Options.OUTPUT)) {
      call.results().list(OperationView.LISTING, ended.stream().map(OperationView::of).toList());
    }
    return status;
  }

  static String title(OperationRecord record) {
    return record.operation().verb().title() + " " + Visible.of(record.targetName());
  }

  static List<OperationRecord> awaited(Call call, Set<Long> numbers) {
    Map<Long, OperationRecord> ended = new LinkedHashMap<>();
    Set<Long> open = new LinkedHashSet<>(numbers);
    try (Following following = new Following(call)) {
      numbers.forEach(following::follow);
      while (!open.isEmpty()) {
        switch (following.next()) {
          case News.Ended end -> {
            open.remove(end.record().number());
            ended.put(end.record().number(), end.record());
          }
          case News.Moved moved ->
              call.talk()
                  .progress(
                      "operation "
                          + moved.record().number()
                          + ": "
                          + OperationView.of(moved.record()).line());
          case News.Lost lost -> throw Ordering.lost(lost.number());
          case News.Interrupted interrupted -> throw Goodbye.interrupted(open, 0);
          case News.TimeOver over -> throw Goodbye.timeOver(open, 0);
          case News.Tick tick -> {}
        }
      }
    }
    List<OperationRecord> inOrder = new ArrayList<>();
    numbers.forEach(number -> inOrder.add(ended.get(number)));
    return inOrder;
  }

  private static Set<Long> parsed(Call call) {
    if (call.parameters().isEmpty()) {
      throw CommandException.usage("Say which operations, by number; 'op list' shows them.");
    }
    Set<Long> numbers = new LinkedHashSet<>();
    call.parameters().forEach(word -> numbers.add(parse(word)));
    return numbers;
  }

  static long parse(String word) {
    if (!word.matches("[0-9]{1,18}")) {
      throw CommandException.usage(
          "'" + Visible.line(word) + "' is no operation's number; 'op list' shows them.");
    }
    return Long.parseLong(word);
  }

  static OperationRecord known(Call call, long number) {
    return call.room()
        .operation(number)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitStatus.NOT_FOUND,
                    "There is no operation " + number + "; 'op list --all' shows what is kept."));
  }
}
