package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import dev.pilothouse.tui.shell.output.NoticeView;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.TypeConversionException;

/** {@code event list} and {@code event follow}. */
final class EventVerbs {
  private static final String LAST = "--last";
  private static final String COUNT = "--count";
  private static final String VM = "--vm";
  private static final int DEFAULT_LAST = 50;
  private static final int ALL = 10_000;

  private EventVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "event",
            "list",
            "List the newest events, oldest first.",
            spec ->
                spec.addOption(Options.output())
                    .addOption(
                        Options.value(Options.TARGET, String.class, text -> text, VM)
                            .description("Only of this VM, on any host.")
                            .build())
                    .addOption(
                        Options.value("N", Integer.class, EventVerbs::count, LAST)
                            .description("How many; 50 when not given.")
                            .build()),
            EventVerbs::list),
        new Command(
            "event",
            "follow",
            "Print events as they come, until Ctrl-C.",
            spec ->
                spec.addOption(Options.output())
                    .addOption(
                        Options.value("N", Integer.class, EventVerbs::several, COUNT)
                            .description("End after so many.")
                            .build()),
            EventVerbs::follow));
  }

  private static int count(String text) {
    if (!text.matches("[0-9]{1,6}")) {
      throw new TypeConversionException("'" + text + "' is no number of events");
    }
    return Integer.parseInt(text);
  }

  private static int several(String text) {
    int count = count(text);
    if (count == 0) {
      throw new TypeConversionException("after 0 events there is nothing to follow");
    }
    return count;
  }

  private static int list(Call call) {
    int last = call.<Integer>option(LAST).orElse(DEFAULT_LAST);
    Optional<UUID> vm =
        call.<String>option(VM).map(word -> new Targets(call.fleet()).one(word).ref().uuid());
    List<NoticeView> views =
        call.room().notices(vm.isPresent() ? ALL : last).stream()
            .filter(n -> vm.isEmpty() || (n.vm() != null && n.vm().uuid().equals(vm.get())))
            .map(NoticeView::of)
            .toList();
    call.results()
        .list(NoticeView.LISTING, views.subList(Math.max(0, views.size() - last), views.size()));
    return ExitStatus.DONE;
  }

  private static int follow(Call call) {
    BlockingQueue<Optional<Notice>> news = new LinkedBlockingQueue<>();
    Subscription subscription = call.room().onNotice(notice -> news.add(Optional.of(notice)));
    try {
      var unused = call.talk().interrupted().thenRun(() -> news.add(Optional.empty()));
      int left = call.<Integer>option(COUNT).orElse(Integer.MAX_VALUE);
      for (; left > 0; left--) {
        Optional<Notice> next = news.take();
        if (next.isEmpty()) {
          return ExitStatus.INTERRUPTED;
        }
        call.results().next(NoticeView.LISTING, NoticeView.of(next.get()), NoticeView::line);
      }
      return ExitStatus.DONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitStatus.INTERRUPTED;
    } finally {
      subscription.close();
    }
  }
}
