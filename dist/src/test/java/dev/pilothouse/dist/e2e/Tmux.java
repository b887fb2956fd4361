package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.dist.e2e.Program.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A program in a real terminal emulator, looked at and typed into. */
final class Tmux implements AutoCloseable {
  /**
   * Runs its arguments, then stays with their exit status on the screen. tmux 3.3 cannot be asked
   * for it: now and then it misses the end of a pane's process and has no status for ever.
   */
  private static final String TELL_STATUS = "\"$@\"; echo \"[exit status $?]\"; read -r _";

  private static final Pattern STATUS = Pattern.compile("\\[exit status (\\d+)]");

  private final Path socket;

  Tmux(Path folder, int columns, int rows, List<String> program) {
    socket = folder.resolve("tmux.sock");
    List<String> words = new ArrayList<>(List.of("new-session", "-d"));
    words.addAll(List.of("-x", Integer.toString(columns), "-y", Integer.toString(rows)));
    words.addAll(List.of("sh", "-c", TELL_STATUS, "sh"));
    words.addAll(program);
    tmux(words.toArray(String[]::new));
  }

  /** Keys by tmux's names, such as {@code Enter} or {@code C-c}; else text. */
  void type(String... keys) {
    List<String> words = new ArrayList<>(List.of("send-keys"));
    words.addAll(List.of(keys));
    tmux(words.toArray(String[]::new));
  }

  String screen() {
    return tmux("capture-pane", "-p");
  }

  /** Waits until the screen shows {@code text}. */
  String await(String text) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(Program.MINUTES))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(screen()).contains(text));
    return screen();
  }

  /** Waits for the program's end; its exit status. */
  int exitStatus() {
    Matcher status = STATUS.matcher(await("[exit status "));
    assertThat(status.find()).isTrue();
    return Integer.parseInt(status.group(1));
  }

  /** {@code format} of tmux(1), such as {@code #{alternate_on}}. */
  String tell(String format) {
    return tmux("display-message", "-p", format).strip();
  }

  @Override
  public void close() {
    Program.run(List.of("tmux", "-S", socket.toString(), "kill-server"), "");
  }

  private String tmux(String... words) {
    List<String> command =
        new ArrayList<>(List.of("tmux", "-S", socket.toString(), "-f", "/dev/null"));
    command.addAll(List.of(words));
    Outcome outcome = Program.run(command, "");
    assertThat(outcome.status()).as("%s", outcome).isZero();
    return outcome.output();
  }
}
