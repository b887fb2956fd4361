package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.verb.Verbs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words themselves: help, and what is said about wrong ones. */
class GrammarTest {
  private final Desk desk = new Desk(Vms.vm("h1", "web01").build());

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void theWordsAreStable() {
    assertThat(Verbs.all().stream().map(c -> (c.noun() + " " + c.word()).strip()))
        .containsExactlyInAnyOrder(
            "host list",
            "host show",
            "host forget",
            "host drain",
            "host undrain",
            "fleet balance",
            "migration list",
            "migration set",
            "migration post-copy",
            "vm migrate",
            "console",
            "vm console",
            "vm screen",
            "vm screens",
            "vm type",
            "vm keys",
            "vm wait",
            "vm expect",
            "vm list",
            "vm show",
            "vm start",
            "vm shutdown",
            "vm reboot",
            "vm reset",
            "vm force-off",
            "vm pause",
            "vm resume",
            "vm autostart",
            "vm rename",
            "vm delete",
            "vm define",
            "vm xml",
            "vm edit",
            "vm set",
            "vm insert",
            "vm eject",
            "snapshot list",
            "snapshot create",
            "snapshot revert",
            "snapshot delete",
            "op list",
            "op show",
            "op watch",
            "op cancel",
            "op wait",
            "event list",
            "event follow",
            "nic list",
            "nic add",
            "nic remove",
            "nic set",
            "nic up",
            "nic down",
            "net list",
            "net show",
            "net create",
            "net start",
            "net stop",
            "net delete",
            "net autostart",
            "session list",
            "version",
            "pool list",
            "pool show",
            "pool create",
            "pool start",
            "pool stop",
            "pool refresh",
            "pool autostart",
            "pool delete",
            "disk list",
            "disk create",
            "disk attach",
            "disk detach",
            "disk grow",
            "disk delete",
            "disk move",
            "disk set",
            "vm create",
            "vm clone",
            "vm rm",
            "vm trash",
            "vm restore",
            "vm purge",
            "op undo",
            "image list",
            "image show",
            "image known",
            "image add",
            "image make",
            "image rm");
  }

  @Test
  void helpAndDashDashHelpSayTheSame() {
    StringBuilder all = new StringBuilder(desk.run("help").out());
    for (String noun :
        List.of(
            "host", "vm", "net", "pool", "disk", "image", "snapshot", "op", "event", "session")) {
      all.append(desk.run("help", noun).out());
      assertThat(desk.run(noun, "--help").out()).isEqualTo(desk.run("help", noun).out());
    }
    for (Command command : Verbs.all()) {
      if (!command.noun().isEmpty()) {
        Desk.Outcome help = desk.run("help", command.noun(), command.word());
        assertThat(help.status()).isZero();
        assertThat(desk.run(command.noun(), command.word(), "-h").out()).isEqualTo(help.out());
        all.append(help.out());
      }
    }
    assertThat(desk.run().out()).isEqualTo(desk.run("help").out());
    assertThat(all.toString().lines()).allMatch(line -> line.length() <= 80);
    Golden.check("help.txt", all.toString());
  }

  @Test
  void versionNamesTheLibraries() {
    assertThat(desk.run("version").out()).contains("Pilothouse", "0.1-test", "Java", "picocli");
    assertThat(desk.run("version", "-o", "json").out()).contains("\"pilothouse\" : \"0.1-test\"");
    assertThat(desk.run("version", "-o", "name").out()).isEqualTo("0.1-test\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "frobnicate|Unmatched argument at index 0: 'frobnicate'.",
        "vm|Say what to do with 'vm': list, show, start,",
        "vm strat web01|Did you mean",
        "vm start|Say which VMs to start",
        "vm start --frob web01|Unknown option: '--frob'",
        "vm list -o xml|'xml' is none of table, wide, json, yaml, name",
        "vm list --filter colour:red|malformed filter: 'colour:red' asks for 'colour:'",
        "vm show|Missing required parameter: 'TARGET'",
        "vm show web01 web02|Unmatched argument at index 3: 'web02'",
        "vm start web01 --timeout soon|write a whole number with ms, s, m or h",
        "vm rename web01|Missing required parameter: 'NAME'",
        "vm start -rf|Unknown option",
        "vm start @pom.xml|There is no VM '@pom.xml'",
        "vm start ${sys:user.home}|There is no VM '${sys:user.home}'",
        "event list --last many|'many' is no number of events",
        "help vm frob|There is no help for 'frob'",
        "vm list \u009b2J --x\u202e|Unknown option: '--x\\u{202E}'",
      })
  void wrongWordsAreExplained(String line, String message) {
    Desk.Outcome outcome = desk.run(line.split(" "));

    assertThat(outcome.status()).isIn(2, 3);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(message).doesNotContain("Exception", "\tat ");
    assertThat(outcome.err().lines()).hasSizeLessThanOrEqualTo(2);
  }
}
