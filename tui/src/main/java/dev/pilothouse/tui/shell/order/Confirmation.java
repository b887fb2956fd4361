package dev.pilothouse.tui.shell.order;

import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import java.util.List;
import java.util.Locale;

/** Asks before something is lost: by y or n for one target, by a typed phrase for many. */
final class Confirmation {
  private static final int MOST_SHOWN = 10;

  private Confirmation() {}

  /**
   * @throws CommandException when the person says no, or cannot be asked
   */
  static void demand(Call call, Verb verb, List<Planned> planned) {
    boolean many = planned.size() > 1;
    if (call.has(Options.YES) || !risky(verb, many)) {
      return;
    }
    String phrase = verb.word() + " " + planned.size();
    if (!call.talk().onTerminal()) {
      throw CommandException.usage(
          "'"
              + (many ? phrase + " VMs" : planned.getFirst().title())
              + "' needs to be confirmed and there is no terminal to ask on. Look at it with"
              + " --dry-run, then add --yes.");
    }
    planned.stream().limit(MOST_SHOWN).forEach(p -> call.talk().say("  " + p.sentence()));
    if (planned.size() > MOST_SHOWN) {
      call.talk().say("  and " + (planned.size() - MOST_SHOWN) + " more.");
    }
    String question =
        many
            ? "This hits " + planned.size() + " VMs. Type '" + phrase + "' to go on:"
            : "Go on? [y/N]";
    String answer = call.talk().ask(question).map(String::strip).orElse("");
    if (call.talk().interrupted().isDone()) {
      throw CommandException.interrupted("Nothing was done.");
    }
    boolean agreed =
        many
            ? answer.equals(phrase)
            : List.of("y", "yes").contains(answer.toLowerCase(Locale.ROOT));
    if (!agreed) {
      throw new CommandException(ExitStatus.FAILED, "Not confirmed: nothing was done.");
    }
  }

  private static boolean risky(Verb verb, boolean many) {
    return switch (verb.risk()) {
      case READS, NONE -> false;
      case SERVICE -> many;
      case DATA -> true;
    };
  }
}
