package dev.pilothouse.dist.e2e;

import dev.pilothouse.dist.e2e.Program.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A person with OpenSSH's client and a key of their own in {@code home/.ssh}.
 *
 * @param user whom they log in as
 */
record OpenSsh(Path home, String user) {
  /** Makes the home and the key. */
  static OpenSsh with(Path home, String user) {
    try {
      Path folder = Files.createDirectories(home.resolve(".ssh"));
      Program.run(
          List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder + "/id_ed25519"), "");
      return new OpenSsh(home, user);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String publicKey() {
    return Program.read(home.resolve(".ssh/id_ed25519.pub")).strip();
  }

  /** {@code ssh USER@127.0.0.1 WORDS}. */
  List<String> command(int port, List<String> options, String... words) {
    List<String> command = new ArrayList<>(List.of("ssh", "-F", "/dev/null"));
    command.addAll(List.of("-p", Integer.toString(port)));
    command.addAll(List.of("-i", home.resolve(".ssh/id_ed25519").toString()));
    for (String option :
        List.of(
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "StrictHostKeyChecking=accept-new",
            "LogLevel=ERROR",
            "UserKnownHostsFile=" + home.resolve(".ssh/known_hosts"))) {
      command.addAll(List.of("-o", option));
    }
    command.addAll(options);
    command.add(user + "@127.0.0.1");
    command.addAll(List.of(words));
    return command;
  }

  /** The same, so that it says why a channel was not opened, which OpenSSH takes for no error. */
  List<String> telling(int port, List<String> options) {
    return command(port, options).stream()
        .map(word -> word.equals("LogLevel=ERROR") ? "LogLevel=INFO" : word)
        .toList();
  }

  /** One command, with {@code input} as its standard input. */
  Outcome run(int port, String input, String... words) {
    return Program.run(command(port, List.of(), words), input);
  }
}
