package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.ref;
import static dev.pilothouse.fleet.model.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.FakeFleet;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.wire.KnownImages;
import dev.pilothouse.tui.Reception.TerminalDescription;
import dev.pilothouse.tui.shell.edit.Editor;
import dev.pilothouse.tui.shell.edit.LocalEditor;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Editing XML at this machine: the person's editor gets the terminal; what it left is reviewed,
 * applied, and never lost. That the terminal is really given away is shown by LocalTerminalTest.
 */
class OwnEditorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Commands NO_COMMANDS =
      new Commands() {
        @Override
        public Result run(Principal who, String line, int columns) {
          return new Result(0, "", "");
        }

        @Override
        public List<String> complete(Principal who, String line) {
          return List.of();
        }
      };

  private final FakeFleet fleet = FakeFleet.of(vm("h1", "web01").build());
  private final SessionHub hub = new SessionHub(fleet.room(), "node1", Clock.systemUTC());
  private final FakeTerminal terminal = new FakeTerminal(80, 24);

  @AfterEach
  void close() {
    hub.close();
    fleet.close();
  }

  /** Opens the text UI and presses the keys that edit web01. */
  private void edit(Editor editor) {
    terminal.attach(
        hub.open(
            FakeFleet.ADMIN,
            new Seat(NO_COMMANDS, Optional.of(editor), "", KnownImages.builtIn()),
            terminal,
            new TerminalDescription("xterm-256color", 80, 24, Map.of("LANG", "C.UTF-8"))));
    shows("web01");
    terminal.type("\r");
    shows("Edit XML");
    terminal.type("e");
  }

  private void shows(String... texts) {
    eventually(() -> assertThat(terminal.picture()).contains(texts));
  }

  private static void eventually(ThrowingRunnable check) {
    await().atMost(PATIENCE).untilAsserted(check);
  }

  private String name() {
    return fleet.agent("h1").vms().getFirst().name();
  }

  @Test
  void whatTheEditorLeftIsShownAndApplied() {
    edit(text -> text.replace("web01", "web09"));
    shows("Apply this to web01 on h1?", "-  <name>web01</name>", "+  <name>web09</name>");
    assertThat(name()).isEqualTo("web01");
    terminal.type("y");
    shows("The definition of web01 is changed.");
    assertThat(name()).isEqualTo("web09");
  }

  @Test
  void nothingIsPaintedWhileTheEditorHasTheTerminal() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    edit(
        text -> {
          started.countDown();
          waitFor(leave);
          return text;
        });
    started.await();
    int sent = terminal.frames();
    fleet.agent("h1").change(vm("h1", "web01").title("seen later").build());
    eventually(
        () ->
            assertThat(fleet.room().fleet().vms("h1"))
                .extracting(vm -> vm.title())
                .containsExactly("seen later"));
    assertThat(terminal.frames()).isEqualTo(sent);
    leave.countDown();
    shows("Nothing changed: nothing was done.", "Hosts 1");
  }

  @Test
  void oneEditorAtATime() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    AtomicInteger editors = new AtomicInteger();
    edit(
        text -> {
          editors.incrementAndGet();
          started.countDown();
          waitFor(leave);
          return text;
        });
    started.await();
    terminal.type("\u0005");
    leave.countDown();
    shows("Nothing changed: nothing was done.");
    assertThat(editors).hasValue(1);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aRefusalKeepsTheTextAndOffersToEditAgain() {
    List<String> given = new ArrayList<>();
    edit(
        text -> {
          given.add(text);
          return text.replace("web0", "web00");
        });
    shows("Apply this");
    fleet
        .agent("h1")
        .failNext(new Failure(ErrorCode.REFUSED, "unsupported configuration: two names"));
    terminal.type("y");
    shows("Not changed: web01", "unsupported configuration: two names", "e  edit again");
    terminal.type("e");
    shows("Apply this", "+  <name>web0001</name>");
    assertThat(given).hasSize(2).last().asString().contains("<name>web001</name>");
    terminal.type("n");
    shows("<name>web0001</name>", "^E your editor");
  }

  @Test
  void whoWasSlowerComparesWithWhatItIsNow() {
    edit(text -> text.replace("</domain>", "  <title>mine</title>\n</domain>"));
    shows("Apply this");
    Operation rename = new Operation.RenameVm(ref("h1", "web01"), "web01", "other");
    fleet.room().submit(rename, "web01", FakeFleet.ADMIN, PATIENCE);
    eventually(() -> assertThat(name()).isEqualTo("other"));
    terminal.type("y");
    shows("Not changed: web01", "r  compare with what it is now");
    terminal.type("r");
    shows("-  <name>other</name>", "+  <name>web01</name>", "+  <title>mine</title>");
    terminal.type("y");
    shows("The definition of web01 is changed.");
  }

  @Test
  void withoutAnEditorTheBuiltInOneHasTheText() throws IOException {
    try (LocalEditor missing = new LocalEditor(List.of("/no/such/editor"))) {
      edit(missing);
      shows("<name>web01</name>", "'/no/such/editor' cannot be started");
      terminal.type("\u0007");
      shows("set EDITOR to one", "that can. Your text is here");
    }
  }

  @Test
  void whatAFailingEditorWroteIsNotLostAndNotApplied() throws IOException {
    List<String> script = List.of("sh", "-c", "sed -i s/web01/web77/ \"$0\"; exit 3");
    try (LocalEditor failing = new LocalEditor(script)) {
      edit(failing);
      shows("<name>web77</name>", "ended with status 3; nothing was done");
      terminal.type("\u0013");
      shows("Apply this", "+  <name>web77</name>");
      assertThat(name()).isEqualTo("web01");
    }
  }

  @Test
  void anEditorLeftWithAnErrorAndNothingWrittenChangesNothing() throws IOException {
    try (LocalEditor failing = new LocalEditor(List.of("false"))) {
      edit(failing);
      shows("'false' ended with status 1; nothing was done.", "Hosts 1");
    }
  }

  @Test
  void noKeyOnWhatLiesOverTheTextLeavesItBehind() throws IOException {
    try (LocalEditor missing = new LocalEditor(List.of("/no/such/editor"))) {
      edit(missing);
      shows("<name>web01</name>");
      terminal.type("lost?\u0007");
      shows("Messages");
      terminal.type("21T:q");
      shows("lost?<domain");
    }
  }
}
