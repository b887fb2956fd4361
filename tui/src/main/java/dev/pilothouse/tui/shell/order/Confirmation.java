package dev.pilothouse.tui.shell.order;

import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Asks before something is lost: by y or n for one target, by a typed phrase for many. */
public final class Confirmation {
  private static final int MOST_SHOWN = 10;
  private static final String YES_OR_NO = "Go on? [y/N]";

  private Confirmation() {}

  /**
   * @throws CommandException when the person says no, or cannot be asked
   */
  static void demand(Call call, Verb verb, List<Planned> planned) {
    boolean many = planned.size() > 1;
    if (call.has(Options.YES) || !risky(verb, many)) {
      return;
    }
    String phrase = verb.title() + " " + planned.size();
    List<String> sentences =
        planned.stream()
            .limit(MOST_SHOWN)
            .map(Planned::sentence)
            .collect(Collectors.toCollection(ArrayList::new));
    if (planned.size() > MOST_SHOWN) {
      sentences.add("and " + (planned.size() - MOST_SHOWN) + " more.");
    }
    sentences.add(Visible.line(planned.getFirst().operation().inverse().said()));
    if (verb == Verb.PURGE && !many) {
      String name = planned.getFirst().target();
      ask(
          call,
          planned.getFirst().title(),
          sentences,
          "Type its name ('" + Visible.of(name) + "') to go on:",
          typed -> typed.equals(name) || typed.equals(Visible.of(name)));
    } else if (many) {
      ask(
          call,
          phrase + " VMs",
          sentences,
          "This hits " + planned.size() + " VMs. Type '" + phrase + "' to go on:",
          phrase::equals);
    } else {
      ask(call, planned.getFirst().title(), sentences, YES_OR_NO, Confirmation::isYes);
    }
  }

  /**
   * The same for what is no operation.
   *
   * @param title such as {@code forget h1}
   * @param sentence what will be done
   */
  public static void demand(Call call, String title, String sentence) {
    if (!call.has(Options.YES)) {
      ask(call, title, List.of(sentence), YES_OR_NO, Confirmation::isYes);
    }
  }

  private static void ask(
      Call call,
      String title,
      List<String> sentences,
      String question,
      Predicate<String> agreement) {
    if (!call.talk().onTerminal()) {
      throw CommandException.usage(
          "'"
              + title
              + "' needs to be confirmed and there is no terminal to ask on. Look at it with"
              + " --dry-run, then add --yes.");
    }
    sentences.forEach(sentence -> call.talk().say("  " + sentence));
    String answer = call.talk().ask(question).map(String::strip).orElse("");
    if (call.talk().interrupted().isDone()) {
      throw CommandException.interrupted("Nothing was done.");
    }
    if (!agreement.test(answer)) {
      throw new CommandException(ExitStatus.FAILED, "Not confirmed: nothing was done.");
    }
  }

  private static boolean isYes(String answer) {
    return List.of("y", "yes").contains(answer.toLowerCase(Locale.ROOT));
  }

  private static boolean risky(Verb verb, boolean many) {
    return switch (verb.risk()) {
      case READS, NONE -> false;
      case SERVICE -> many;
      case DATA -> true;
    };
  }
}
