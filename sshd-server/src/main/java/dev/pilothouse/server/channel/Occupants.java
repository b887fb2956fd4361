package dev.pilothouse.server.channel;

import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.server.sftp.SftpServer;
import dev.pilothouse.tui.shell.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Who moves into a channel, by what the client asks for.
 *
 * @param done is told of bytes that a command has read
 * @param refused is told, for the audit, what is not to be had here
 */
record Occupants(
    House house,
    Principal who,
    String publicKey,
    Wire wire,
    ClientTerminal terminal,
    IntConsumer done,
    Consumer<String> refused) {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final String OLD_SCP =
      "this is scp's old protocol, which is not spoken here: leave -O out, or use sftp or an scp of"
          + " OpenSSH 9 or newer (before that: scp -s)";
  private static final String NO_FILES =
      "files cannot be copied so; images are copied with scp or sftp into /images/, and commands"
          + " that take a file read it from standard input, such as  vm define - < vm.xml";

  /** Without a command: the text UI. */
  Occupant shell() {
    return terminal.exists()
        ? new TuiOccupant(house, who, publicKey, wire, terminal)
        : new Notice(
            wire,
            "the text UI needs a terminal (ssh -t); without one, name a command, such as"
                + " vm list  or  help",
            USAGE);
  }

  Occupant command(String line) {
    if (line.length() > house.limits().commandLength()) {
      refused.accept("a command of " + line.length() + " characters");
      return new Notice(
          wire,
          "the command is longer than %d characters; pass long input through standard input"
              .formatted(house.limits().commandLength()),
          USAGE);
    }
    List<String> words;
    try {
      words = Words.split(line);
    } catch (Words.UnfinishedException e) {
      return new Notice(wire, "the command cannot be read: " + e.getMessage(), USAGE);
    }
    String first = words.isEmpty() ? "" : words.getFirst();
    return switch (first.substring(first.lastIndexOf('/') + 1)) {
      case "" -> new Notice(wire, "there is no command; try  help", USAGE);
      case "scp" -> {
        refused.accept(first);
        yield new Notice(wire, OLD_SCP, FAILED);
      }
      case "sftp-server", "internal-sftp", "rsync" -> {
        refused.accept(first);
        yield new Notice(wire, NO_FILES, FAILED);
      }
      case "sh", "bash", "dash", "zsh", "ksh", "fish", "csh", "tcsh" -> {
        refused.accept(first);
        yield new Notice(wire, "there is no system shell here; try  help  or  shell", FAILED);
      }
      case "shell" -> lineShellOrCommand(words);
      default -> command(Optional.of(words));
    };
  }

  private Occupant lineShellOrCommand(List<String> words) {
    if (words.size() > 1) {
      return command(Optional.of(words));
    }
    return terminal.exists()
        ? command(Optional.empty())
        : new Notice(wire, "the line shell needs a terminal: ssh -t HOST shell", USAGE);
  }

  private Occupant command(Optional<List<String>> words) {
    CommandOccupant.Job job =
        words.isPresent()
            ? streams -> house.reception().run(who, words.get(), streams)
            : streams -> house.reception().lineShell(who, streams);
    return new CommandOccupant(house, who, wire, terminal, job, words.isPresent(), done);
  }

  Occupant subsystem(String name) {
    if (name.equals("sftp")) {
      CommandOccupant.Job job =
          streams -> new SftpServer(house.reception().images(who), streams).run();
      return new CommandOccupant(house, who, wire, terminal, job, true, done);
    }
    refused.accept("subsystem " + name);
    return new Notice(wire, "of the subsystems there is only sftp here", FAILED);
  }
}
