package dev.pilothouse.tui.shell;

import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.tui.Reception.CommandStreams;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Surroundings;
import dev.pilothouse.tui.shell.edit.TerminalStreams;
import dev.pilothouse.tui.shell.output.Talk;
import java.io.IOException;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;

/** One person's interactive line shell: JLine reads lines, the command shell runs them. */
final class LineShell {
  private static final String PROMPT = Grammar.PROGRAM + "> ";
  private static final int HISTORY = 1000;

  private final CommandShell shell;
  private final ControlRoom room;
  private final Principal who;
  private final Surroundings around;

  LineShell(CommandShell shell, ControlRoom room, Principal who, Surroundings around) {
    this.shell = shell;
    this.room = room;
    this.who = who;
    this.around = around;
  }

  int run(CommandStreams streams) {
    try (TerminalStreams terminal = TerminalStreams.over(streams)) {
      LineReader reader = reader(terminal);
      int status = ExitStatus.DONE;
      while (true) {
        List<String> words;
        try {
          words = Words.split(reader.readLine(PROMPT));
        } catch (Words.UnfinishedException e) {
          new Talk(terminal, true).say(e.getMessage() + ".");
          continue;
        } catch (UserInterruptException e) {
          continue;
        } catch (EndOfFileException e) {
          return status;
        }
        if (words.isEmpty()) {
          continue;
        }
        if (words.getFirst().equals("exit") || words.getFirst().equals("quit")) {
          return words.size() > 1 && words.get(1).matches("[0-9]{1,3}")
              ? Integer.parseInt(words.get(1))
              : status;
        }
        terminal.nextCommand();
        status = shell.run(who, words, new Talk(terminal, true));
        if (status == ExitStatus.GONE) {
          return status;
        }
      }
    } catch (IOException e) {
      return ExitStatus.GONE;
    }
  }

  private LineReader reader(TerminalStreams terminal) {
    History history = new DefaultHistory();
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal.terminalOfJline())
            .appName(Grammar.PROGRAM)
            .history(history)
            .parser(new LineParser())
            .completer(new LineCompleter(room))
            .variable(LineReader.HISTORY_SIZE, HISTORY)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            // A bell for every Tab without an answer is a nuisance over the network.
            .variable(LineReader.BELL_STYLE, "none");
    around.history().ifPresent(path -> builder.variable(LineReader.HISTORY_FILE, path));
    return builder.build();
  }
}
