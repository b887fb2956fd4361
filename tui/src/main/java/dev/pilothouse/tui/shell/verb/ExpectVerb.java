package dev.pilothouse.tui.shell.verb;

import com.google.re2j.Pattern;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/** {@code vm expect}: a conversation with a guest, from a script on stdin. */
final class ExpectVerb {
  private static final int LONGEST = 64 << 10;
  private static final Duration STEP = Duration.ofSeconds(60);

  /** One line of a script. */
  private sealed interface Deed {
    record Await(Pattern wanted) implements Deed {}

    record Type(String text) implements Deed {}

    record Keys(String words) implements Deed {}

    record Within(Duration time) implements Deed {}

    record Print() implements Deed {}
  }

  private record Step(int line, Deed deed) {}

  private ExpectVerb() {}

  static Command command() {
    return new Command(
        "vm",
        "expect",
        "Talk to a VM by a script on stdin: wait REGEX, type TEXT, enter TEXT, keys KEYS, within"
            + " TIME, print; # begins a comment.",
        spec -> {
          spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
          spec.addOption(Options.flag("On its serial console instead.", ScreenVerbs.SERIAL));
          spec.addOption(ScreenVerbs.layout());
        },
        ExpectVerb::run);
  }

  private static int run(Call call) {
    ConsoleTarget target = ConsoleVerbs.target(call, ScreenVerbs.face(call), true);
    byte[] script =
        call.talk()
            .readAll(LONGEST)
            .orElseThrow(
                () -> CommandException.usage("A script has at most " + LONGEST + " bytes."));
    List<Step> steps = parse(new String(script, StandardCharsets.UTF_8));
    Duration within = STEP;
    try (Watching watching = Watching.open(call, target, ScreenVerbs.layout(call))) {
      for (Step step : steps) {
        switch (step.deed()) {
          case Deed.Within w -> within = w.time();
          case Deed.Await a -> await(watching, step.line(), a.wanted(), within);
          case Deed.Type t -> watching.type(t.text());
          case Deed.Keys k -> ScreenVerbs.press(watching, ScreenVerbs.chords(k.words()));
          case Deed.Print p ->
              call.talk().result(String.join("\n", watching.console().screen()) + "\n");
        }
      }
      return ExitStatus.DONE;
    }
  }

  private static void await(Watching watching, int line, Pattern wanted, Duration within) {
    if (!watching.await(within, console -> WaitVerb.found(wanted, console).isPresent())) {
      CommandException late = WaitVerb.late(within, watching.console().screen());
      throw new CommandException(late.status(), "Line " + line + ": " + late.message());
    }
  }

  private static List<Step> parse(String script) {
    List<Step> steps = new ArrayList<>();
    int number = 0;
    for (String raw : script.lines().toList()) {
      number++;
      String line = raw.strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        int blank = line.indexOf(' ');
        String word = blank < 0 ? line : line.substring(0, blank);
        String rest = blank < 0 ? "" : line.substring(blank + 1).strip();
        int at = number;
        Deed deed =
            deed(word.toLowerCase(Locale.ROOT), rest)
                .orElseThrow(
                    () ->
                        CommandException.usage(
                            "Line "
                                + at
                                + ": '"
                                + word
                                + "' is no step. There is wait, type, enter, keys, within, print."
                                + " Nothing was done."));
        steps.add(new Step(number, deed));
      }
    }
    return steps;
  }

  private static Optional<Deed> deed(String word, String rest) {
    try {
      return Optional.ofNullable(
          switch (word) {
            case "wait" -> new Deed.Await(Patterns.of(rest));
            case "type" -> new Deed.Type(rest);
            case "enter" -> new Deed.Type(rest + "\n");
            case "keys" -> new Deed.Keys(rest);
            case "within" -> new Deed.Within(Options.duration(rest));
            case "print" -> new Deed.Print();
            default -> null;
          });
    } catch (TypeConversionException e) {
      throw CommandException.usage("'" + word + " " + rest + "': " + e.getMessage() + ".");
    }
  }
}
