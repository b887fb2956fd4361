package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Role;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The interactive shell, by keys through JLine's external terminal. JLine puts terminals into
 * application mode, in which arrows send ESC O.
 */
class LineShellTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PROMPT = "pilothouse> ";

  private final Desk desk =
      new Desk(Vms.vm("h1", "web01").build(), Vms.vm("h1", "other one").build());
  private final Person person = Person.at(80, 24, "");
  private CompletableFuture<Integer> shell = new CompletableFuture<>();

  @BeforeEach
  void setUp() {
    shell =
        CompletableFuture.supplyAsync(
            () -> desk.shell().lineShell(Desk.somebody(Role.ADMIN), person));
    awaitPrompts(1);
  }

  @AfterEach
  void close() {
    person.hangUp();
    desk.close();
  }

  private void awaitPrompts(int count) {
    await().atMost(SOON).until(() -> person.output().split(PROMPT, -1).length > count);
  }

  private int end() throws InterruptedException, ExecutionException, TimeoutException {
    return shell.get(60, TimeUnit.SECONDS);
  }

  private Vm web() {
    return desk.fleet().agent("h1").vms().stream()
        .filter(vm -> vm.name().equals("web01"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void runsLinesAndEndsWithTheLastStatus() throws Exception {
    person.type("vm start web01\r");
    await().atMost(SOON).until(() -> person.output().contains("start web01: done (operation 1)"));
    awaitPrompts(2);
    person.type("vm start web01\r");
    await().atMost(SOON).until(() -> person.output().contains("web01 is running"));
    awaitPrompts(3);
    person.type("exit\r");

    assertThat(end()).isEqualTo(5);
    assertThat(web().state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void tabCompletesNounsVerbsAndNames() throws Exception {
    person.type("vm sta\tw\t\r");
    await().atMost(SOON).until(() -> person.output().contains("start web01: done"));
    person.type("vm start ot\t\r");
    await().atMost(SOON).until(() -> person.output().contains("start other one: done"));
    person.type("quit 3\r");

    assertThat(end()).isEqualTo(3);
  }

  @Test
  void upBringsTheLastLineBack() throws Exception {
    person.type("vm start web01\r");
    await().atMost(SOON).until(() -> person.output().contains("(operation 1)"));
    awaitPrompts(2);
    person.type("\u001bOA\r");
    await().atMost(SOON).until(() -> person.output().contains("(operation 2)"));
    person.type("\u0004");

    assertThat(end()).isEqualTo(5);
  }

  @Test
  void ctrlCClearsTheLineAndCtrlDLeaves() throws Exception {
    person.type("vm force-off web01 --yes");
    await().atMost(SOON).until(() -> person.output().contains("--yes"));
    person.type("\u0003");
    awaitPrompts(2);
    person.type("\u0004");

    assertThat(end()).isZero();
    assertThat(desk.fleet().agent("h1").executed()).isEmpty();
  }

  @Test
  void ctrlCLeavesAWaitingCommandButNotTheShell() throws Exception {
    desk.fleet().agent("h1").hold();
    person.type("vm start web01\r");
    await()
        .atMost(SOON)
        .until(
            () ->
                desk.fleet().room().operation(1).map(OperationRecord::state).orElse(null)
                    == OperationState.RUNNING);
    person.type("\u0003");
    await().atMost(SOON).until(() -> person.output().contains("op watch 1"));
    awaitPrompts(2);
    desk.fleet().agent("h1").release();
    person.type("op wait 1 -o name\r");
    awaitPrompts(3);
    person.type("\u0004");

    assertThat(end()).isZero();
    assertThat(web().state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void asksOnItsOwnTerminal() throws Exception {
    person.type("vm start web01\r");
    awaitPrompts(2);
    await().atMost(SOON).until(() -> person.output().contains("(operation 1)"));
    person.type("vm force-off web01\r");
    await().atMost(SOON).until(() -> person.output().contains("Go on? [y/N]"));
    person.type("y\r");
    await().atMost(SOON).until(() -> person.output().contains("force-off web01: done"));
    person.type("exit\r");

    assertThat(end()).isZero();
    assertThat(web().reason()).isEqualTo("destroyed");
  }

  @Test
  void unfinishedLinesAndHangingUp() throws Exception {
    person.type("vm show 'web\r");
    await().atMost(SOON).until(() -> person.output().contains("the quote ' is not closed"));
    person.hangUp();

    end();
  }

  @Test
  void theBuiltInEditorChangesADefinition() throws Exception {
    person.type("vm edit web01\r");
    await().atMost(SOON).until(() -> person.output().contains("<name>"));
    // No other file may be read into it.
    person.type("\u0012");
    await().atMost(SOON).until(() -> person.output().contains("disabled in restricted mode"));
    // Down to the name, to the end of its line, back over </name>, over the 1, and a 9 instead.
    person.type("\u001bOB\u0005" + "\u001bOD".repeat(7) + "\u007f9");
    person.type("\u000f");
    await().atMost(SOON).until(() -> person.output().contains("to Write"));
    person.type("\r");
    await().atMost(SOON).until(() -> person.output().contains("Wrote"));
    person.type("\u0018");
    await().atMost(SOON).until(() -> person.output().contains("Apply this? [y/N]"));
    person.type("y\r");
    await().atMost(SOON).until(() -> person.output().contains("edit web01: done"));
    person.type("exit\r");

    assertThat(end()).isZero();
    assertThat(desk.fleet().agent("h1").vms()).extracting(Vm::name).contains("web09");
  }
}
