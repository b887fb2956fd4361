package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Somebody at a terminal of the machine itself: is asked, and edits in an editor of their own;
 * judged by virsh.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class LocalPersonIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int COLUMNS = 100;
  private static final int ROWS = 30;

  /** An editor that needs nobody: vCPUs become 3. */
  private static final String THREE_CPUS = "sed -i s,>1</vcpu>,>3</vcpu>,";

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final Installation pilothouse =
      new Installation(lab.directory(), lab.directory(), host.uri());

  @BeforeAll
  void setUp() {
    await()
        .atMost(LIMIT)
        .until(() -> pilothouse.local("host", "list", "-o", "name").output().contains("h1"));
  }

  @AfterAll
  void tearDown() {
    pilothouse.close();
    lab.close();
  }

  @Test
  void whoDoesNotConfirmChangesNothingAndTheStatusSaysSo() {
    Guest guest = defined("kept");
    try (Tmux tmux = at("vi", "vm", "delete", "kept")) {
      tmux.await("Go on? [y/N]");
      tmux.type("n", "Enter");
      assertThat(tmux.exitStatus()).isEqualTo(1);
      assertThat(tmux.screen()).contains("nothing was done");
    }
    assertThat(host.state(guest)).isEqualTo("shut off");
    try (Tmux tmux = at("vi", "vm", "delete", "kept")) {
      tmux.await("Go on? [y/N]");
      tmux.type("y", "Enter");
      assertThat(tmux.exitStatus()).isZero();
    }
    assertThat(host.virsh("list", "--all", "--name")).doesNotContain("kept");
  }

  @Test
  void vmEditOpensTheEditorShowsTheDifferenceAndApplies() {
    defined("mine");
    try (Tmux tmux = at(THREE_CPUS, "vm", "edit", "mine")) {
      tmux.await("Apply this? [y/N]");
      assertThat(tmux.screen()).contains(">1</vcpu>", ">3</vcpu>");
      assertThat(cpus("mine")).isEqualTo("1");
      tmux.type("y", "Enter");
      assertThat(tmux.exitStatus()).isZero();
    }
    assertThat(cpus("mine")).isEqualTo("3");
    host.virsh("undefine", "mine");
  }

  @Test
  void aRefusedEditIsNotLost() {
    defined("torn");
    try (Tmux tmux = at("sed -i s,<vcpu,<vpcu,", "vm", "edit", "torn")) {
      tmux.await("Edit it again? [Y/n]");
      tmux.type("n", "Enter");
      assertThat(tmux.exitStatus()).isEqualTo(2);
      assertThat(tmux.screen()).contains("Your text is kept in");
    }
    assertThat(cpus("torn")).isEqualTo("1");
    host.virsh("undefine", "torn");
  }

  @Test
  void inTheTextUiTheEditorGetsTheTerminalAndGivesItBack() {
    defined("seen");
    try (Tmux tmux = at(THREE_CPUS, "tui")) {
      tmux.await("seen");
      tmux.type("/");
      tmux.type("-l", "seen");
      tmux.type("Enter");
      tmux.await("/seen");
      tmux.type("Enter");
      tmux.await("Edit XML");
      tmux.type("e");
      tmux.await("Apply this to seen on h1?");
      assertThat(tmux.screen()).contains(">1</vcpu>", ">3</vcpu>");
      assertThat(tmux.tell("#{alternate_on}")).isEqualTo("1");
      assertThat(cpus("seen")).isEqualTo("1");
      tmux.type("y");
      tmux.await("The definition of seen is changed.");
      tmux.type("q");
      assertThat(tmux.exitStatus()).isZero();
      assertThat(tmux.tell("#{alternate_on}")).isEqualTo("0");
    }
    assertThat(cpus("seen")).isEqualTo("3");
    host.virsh("undefine", "seen");
  }

  private Guest defined(String name) {
    Guest guest = Guest.tiny(name);
    host.define(guest);
    await()
        .atMost(LIMIT)
        .until(() -> pilothouse.local("vm", "list", "-o", "name").output().contains(name));
    return guest;
  }

  /** The launcher tells the terminal's size; here nobody else does. */
  private Tmux at(String editor, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "PILOTHOUSE_TERMINAL=" + COLUMNS + "x" + ROWS,
                "VISUAL=",
                "EDITOR=" + editor));
    List<String> all = new ArrayList<>();
    if (words[0].equals("tui")) {
      all.add("tui");
    }
    all.addAll(List.of("--state", pilothouse.state().toString()));
    List.of(words).stream().filter(word -> !word.equals("tui")).forEach(all::add);
    command.addAll(Program.pilothouse(List.of(), all));
    return new Tmux(lab.directory(), COLUMNS, ROWS, command);
  }

  private String cpus(String vm) {
    return host.virsh("dominfo", vm)
        .lines()
        .filter(line -> line.startsWith("CPU(s):"))
        .map(line -> line.substring("CPU(s):".length()).strip())
        .findFirst()
        .orElse("");
  }
}
