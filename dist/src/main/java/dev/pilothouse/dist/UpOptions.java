package dev.pilothouse.dist;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The flags of {@code up}, {@code down} and {@code status}. They are stable: scripts depend on
 * them.
 *
 * @param state {@code --state DIR}
 * @param sshPort {@code --ssh-port N}; 0 = any free port
 * @param headless {@code --headless}: no TUI, in the foreground until SIGTERM
 * @param detach {@code --detach}: in the background
 * @param libvirt {@code --libvirt URI}, repeatable: one agent each; empty = this machine's own
 * @param redis {@code --redis URL}: that one instead of an embedded one
 * @param demo {@code --demo}: a simulated fleet
 */
record UpOptions(
    Optional<Path> state,
    int sshPort,
    boolean headless,
    boolean detach,
    List<String> libvirt,
    Optional<String> redis,
    boolean demo) {

  static final int SSH_PORT = 2222;

  static final String HELP =
      """
      pilothouse up      everything on one machine: Redis, libvirt with an agent, the SSH server, the text UI
      pilothouse down    ends the one in the background
      pilothouse status  says whether one runs (exit status 0) or not (7)

        --state DIR      where everything is kept (default: /var/lib/pilothouse for root,
                         else $XDG_STATE_HOME/pilothouse or ~/.local/state/pilothouse)
      up only:
        --ssh-port N     port of the SSH server (default 2222; 0 = any free one, written to DIR/ssh-port)
        --headless       no text UI; in the foreground until SIGTERM
        --detach         in the background, until `pilothouse down`
        --libvirt URI    this libvirt instead of the machine's own; repeatable, an agent for each
        --redis URL      this Redis instead of an embedded one
        --demo           a simulated fleet; needs no libvirt; with a state directory of its own

      pilothouse NOUN VERB [TARGET...]    one command, the same as over ssh: vm list, vm start web01, op list,
                                          event follow, host list ...; NOUN --help tells more
      pilothouse tui                      the text UI of the one that runs; --config FILE: of one elsewhere
      pilothouse server --config FILE     a management node alone
      pilothouse agent --config FILE      the agent of one host alone
      pilothouse version
      """;

  UpOptions {
    libvirt = List.copyOf(libvirt);
  }

  /**
   * Reads {@code --flag VALUE} and {@code --flag=VALUE}.
   *
   * @throws UsageException naming the word that is wrong
   */
  static UpOptions parse(List<String> words) {
    Optional<Path> state = Optional.empty();
    int sshPort = SSH_PORT;
    boolean headless = false;
    boolean detach = false;
    List<String> libvirt = new ArrayList<>();
    Optional<String> redis = Optional.empty();
    boolean demo = false;
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String flag = equals < 0 ? word : word.substring(0, equals);
      Optional<String> value =
          equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
      switch (flag) {
        case "--state" -> state = Optional.of(Path.of(value(flag, value, rest)));
        case "--ssh-port" -> sshPort = port(value(flag, value, rest));
        case "--headless" -> headless = alone(flag, value);
        case "--detach" -> detach = alone(flag, value);
        case "--libvirt" -> libvirt.add(value(flag, value, rest));
        case "--redis" -> redis = Optional.of(value(flag, value, rest));
        case "--demo" -> demo = alone(flag, value);
        default -> throw new UsageException("unknown option " + UsageException.quoted(word));
      }
    }
    if (demo && !libvirt.isEmpty()) {
      throw new UsageException("--demo shows a simulated fleet and takes no --libvirt");
    }
    return new UpOptions(state, sshPort, headless, detach, libvirt, redis, demo);
  }

  private static String value(String flag, Optional<String> attached, Iterator<String> rest) {
    String value = attached.orElseGet(() -> rest.hasNext() ? rest.next() : "");
    if (value.isEmpty()) {
      throw new UsageException(flag + " needs a value");
    }
    return value;
  }

  private static boolean alone(String flag, Optional<String> value) {
    if (value.isPresent()) {
      throw new UsageException(flag + " takes no value");
    }
    return true;
  }

  private static int port(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
      throw new UsageException(
          "--ssh-port needs a number from 0 (any free port) to 65535, not "
              + UsageException.quoted(text));
    }
    return Integer.parseInt(text);
  }
}
