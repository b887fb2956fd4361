package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Vms;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Tab offers. */
class CompletionsTest {
  private final Desk desk =
      new Desk(
          Vms.vm("h1", "web01").build(),
          Vms.vm("h1", "web02").build(),
          Vms.vm("h1", "twin").build(),
          Vms.vm("h2", "twin").build(),
          Vms.vm("h2", "a b").build(),
          Vms.vm("h2", "-rf").build(),
          Vms.vm("h2", "evil\u009b").build());

  @AfterEach
  void close() {
    desk.close();
  }

  private List<String> at(String line) {
    return Completions.of(line, line.length(), desk.fleet().room()).candidates().stream()
        .map(Completions.Candidate::insert)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "~~|version host vm net nic pool disk image snapshot op event session migration fleet console help",
        "v|version vm",
        "vm st|start",
        "vm s|show start shutdown set screen screens",
        "help vm re|reboot reset resume rename restore",
        "vm start w|web01 web02",
        "vm start web01 w|web01 web02",
        "vm start tw|",
        "vm start h1|h1/twin",
        "vm show a|'a b'",
        "vm show 'a |'a b'",
        "vm show ev|'evil\\x9B'",
        "vm show -- -|-rf",
        "vm start --no|--no-wait",
        "vm start --no-wait --no|",
        "vm list -o j|json",
        "vm list --output y|yaml",
        "vm shutdown --then |leave force-off",
        "vm define - --host |h1 h2",
        "vm autostart web01 o|on off",
        "host show h|h1 h2",
        "vm start |a*",
        "nonsense |",
        "vm nonsense w|",
      })
  void offersWhatFits(String line, String expected) {
    List<String> offered = at(line);

    switch (expected == null ? "" : expected) {
      case "a*" -> assertThat(offered).hasSize(7).contains("web01", "h1/twin", "h2/twin", "-- -rf");
      case "" -> assertThat(offered).isEmpty();
      default -> {
        String joined = String.join(" ", offered);
        assertThat(joined.split(" ")).containsExactlyInAnyOrder(expected.split(" "));
      }
    }
  }

  @Test
  void offersOperationsByNumber() {
    desk.run("vm", "start", "web01");

    Completions found = Completions.of("op show ", 8, desk.fleet().room());

    assertThat(found)
        .isEqualTo(
            new Completions(8, List.of(new Completions.Candidate("1", "start web01, succeeded"))));
  }

  @Test
  void saysWhichPartOfTheLineIsReplaced() {
    assertThat(Completions.of("vm start 'a b", 13, desk.fleet().room()).start()).isEqualTo(9);
    assertThat(Completions.of("vm start web01", 5, desk.fleet().room()).start()).isEqualTo(3);
  }
}
