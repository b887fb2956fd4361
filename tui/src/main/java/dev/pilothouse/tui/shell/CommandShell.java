package dev.pilothouse.tui.shell;

import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.Reception.CommandStreams;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Surroundings;
import dev.pilothouse.tui.shell.output.GoneException;
import dev.pilothouse.tui.shell.output.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs commands such as {@code vm start web01} for one person or many. Thread-safe; each command
 * keeps its caller's thread until it ends.
 */
public final class CommandShell {
  private static final Logger LOG = LoggerFactory.getLogger(CommandShell.class);

  private final ControlRoom room;
  private final Surroundings around;

  public CommandShell(ControlRoom room, Surroundings around) {
    this.room = room;
    this.around = around;
  }

  /**
   * The editor that a local person has chosen, as {@link Surroundings} wants it: VISUAL, else
   * EDITOR, else vi.
   */
  public static List<String> editor(Map<String, String> environment) {
    for (String variable : List.of("VISUAL", "EDITOR")) {
      try {
        List<String> words = Words.split(environment.getOrDefault(variable, ""));
        if (!words.isEmpty()) {
          return words;
        }
      } catch (Words.UnfinishedException e) {
        LOG.warn("{} is not used: {}", variable, e.getMessage());
      }
    }
    return List.of("vi");
  }

  /**
   * Runs one command.
   *
   * @return its {@link ExitStatus}; nothing is thrown
   */
  public int run(Principal who, List<String> words, CommandStreams streams) {
    return run(who, words, new Talk(streams, !around.local()));
  }

  /**
   * Runs the interactive line shell until the person leaves it.
   *
   * @return the status of the last command, or what {@code exit N} said
   */
  public int lineShell(Principal who, CommandStreams streams) {
    if (streams.terminal().isEmpty()) {
      Talk talk = new Talk(streams, false);
      talk.say("The line shell needs a terminal (ssh -t); for one command, write it after ssh.");
      return ExitStatus.USAGE;
    }
    return new LineShell(this, room, who, around).run(streams);
  }

  int run(Principal who, List<String> words, Talk talk) {
    try {
      return dispatch(who, words, talk);
    } catch (CommandException e) {
      if (!e.message().isEmpty()) {
        talk.say(e.message());
      }
      return e.status();
    } catch (ParameterException e) {
      talk.say(explain(e));
      return ExitStatus.USAGE;
    } catch (OperationException e) {
      talk.say(paragraph(e.failure()));
      return ExitStatus.of(e.failure().code());
    } catch (BusUnavailableException e) {
      talk.say(
          "Redis cannot be reached now, so that nothing can be read or ordered. Check that it runs"
              + " and that this machine reaches it; this node reconnects by itself.");
      return ExitStatus.UNAVAILABLE;
    } catch (GoneException e) {
      return ExitStatus.GONE;
    } catch (RuntimeException e) {
      LOG.error("A command of {} failed", Visible.of(who.name()), e);
      talk.say(
          "This is a fault of Pilothouse, not yours: "
              + e.getClass().getSimpleName()
              + ". The log of this node has the details; please report it.");
      return ExitStatus.FAILED;
    }
  }

  private int dispatch(Principal who, List<String> words, Talk talk) {
    boolean asksHelp = words.isEmpty() || words.getFirst().equals("help");
    if (asksHelp) {
      List<String> about =
          new ArrayList<>(words.isEmpty() ? words : words.subList(1, words.size()));
      return help(about, talk);
    }
    CommandLine parser = Grammar.parser();
    ParseResult parsed = parser.parseArgs(words.toArray(String[]::new));
    while (parsed.hasSubcommand() && !parsed.isUsageHelpRequested()) {
      parsed = parsed.subcommand();
    }
    CommandLine chosen = parsed.commandSpec().commandLine();
    if (parsed.isUsageHelpRequested()) {
      talk.result(Grammar.usage(chosen));
      return ExitStatus.DONE;
    }
    if (!(parsed.commandSpec().userObject() instanceof Command command)) {
      throw new CommandException(
          ExitStatus.USAGE,
          "Say what to do with '"
              + parsed.commandSpec().name()
              + "': "
              + String.join(", ", chosen.getSubcommands().keySet())
              + ".");
    }
    return command.body().run(new Call(room, who, talk, around, parsed));
  }

  private static int help(List<String> about, Talk talk) {
    CommandLine command = Grammar.parser();
    for (String word : about) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new CommandException(
            ExitStatus.USAGE,
            "There is no help for '"
                + Visible.line(word)
                + "'. There is: "
                + String.join(", ", command.getSubcommands().keySet())
                + ".");
      }
      command = next;
    }
    talk.result(Grammar.usage(command));
    return ExitStatus.DONE;
  }

  private static String explain(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String path = command.getCommandSpec().qualifiedName().substring(Grammar.PROGRAM.length());
    StringBuilder said = new StringBuilder(Visible.line(String.valueOf(e.getMessage())));
    if (said.charAt(said.length() - 1) != '.') {
      said.append('.');
    }
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      said.append(" Did you mean ")
          .append(String.join(" or ", unmatched.getSuggestions().stream().limit(3).toList()))
          .append('?');
    }
    return said.append(" See 'help").append(path).append("'.").toString();
  }

  private static String paragraph(Failure failure) {
    String message = failure.message().strip();
    String stop = message.endsWith(".") ? " " : ". ";
    return failure.code() == ErrorCode.INTERNAL && message.isEmpty()
        ? failure.hint()
        : Visible.of(message) + stop + failure.hint();
  }
}
