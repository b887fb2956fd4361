package dev.pilothouse.agent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.xml.ConsoleXml;
import dev.pilothouse.fleet.console.ConsoleNews.State;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.stream.StreamLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One guest's console and those who look at it, over real streams. */
@Timeout(40)
class GuestConsoleTest {
  private static final UUID VM = UUID.randomUUID();

  @TempDir Path folder;
  private final FakeGuest guest = new FakeGuest();
  private final AtomicInteger gone = new AtomicInteger();
  private GuestConsole console = start(true);

  private GuestConsole start(boolean keep) {
    GuestConsole fresh = new GuestConsole(guest, "web01", keep, gone::incrementAndGet);
    fresh.start();
    return fresh;
  }

  @AfterEach
  void close() {
    console.close("the test is over");
    await().until(() -> !guest.isOpen());
  }

  private void serve(OpenConsole order, Principal who, StreamLink link) {
    console.join(order, who, link);
  }

  private Onlooker typing(String name, Role role) {
    return Onlooker.typing(this::serve, VM, name, role);
  }

  @Test
  void whatWasPrintedBeforeAnybodyCameIsThere() {
    await().until(guest::isOpen);
    guest.print("boot\n");
    try (Onlooker ada = typing("ada", Role.OPERATOR);
        Onlooker eve = Onlooker.watching(this::serve, VM, "eve")) {
      ada.awaitText("boot\n");
      ada.awaitState(State.OPEN);
      guest.print("login: ");
      ada.awaitText("boot\nlogin: ");
      eve.awaitText("boot\nlogin: ");
      ada.type("root\r");
      await().until(() -> guest.typed().equals("root\r"));
      eve.type("rm -rf /\r");
      await().until(() -> !eve.remarks().isEmpty());
      assertThat(guest.typed()).isEqualTo("root\r");
    }
  }

  @Test
  void theKeyboardIsFreeWhenTheLinkBreaks() {
    try (Onlooker ada = typing("ada", Role.OPERATOR);
        Onlooker bob = typing("bob", Role.OPERATOR)) {
      await().until(() -> ada.mayType() && bob.sees("ada"));
      bob.wish(new ConsoleWish.AskKeyboard());
      await().until(() -> ada.sees("ada", "bob"));
      ada.drop();
      await().until(bob::mayType);
      bob.type("x");
      await().until(() -> guest.typed().equals("x"));
    }
  }

  @Test
  void itGoesOnAtTheNextStart() {
    try (Onlooker ada = typing("ada", Role.OPERATOR)) {
      await().until(guest::isOpen);
      guest.print("panic");
      guest.turn(VmState.SHUT_OFF);
      ada.awaitState(State.VM_OFF);
      assertThat(ada.text()).isEqualTo("panic");
      ada.type("?");
      await().until(() -> !ada.remarks().isEmpty());
      try (Onlooker late = typing("late", Role.OPERATOR)) {
        late.awaitText("panic");
        guest.turn(VmState.RUNNING);
        console.poke();
        ada.awaitState(State.OPEN);
        late.awaitState(State.OPEN);
      }
      guest.print("again");
      ada.awaitText("panicagain");
      assertThat(ada.gaps()).isEmpty();
      assertThat(guest.typed()).isEmpty();
    }
  }

  @Test
  void aMarkReplaysOnlyWhatWasMissed() {
    await().until(guest::isOpen);
    Onlooker ada = typing("ada", Role.OPERATOR);
    guest.print("one ");
    ada.awaitText("one ");
    ada.close();
    guest.print("two");
    try (Onlooker again = Onlooker.again(this::serve, VM, ada.mark())) {
      again.awaitText("two");
      assertThat(again.text()).isEqualTo("two");
      assertThat(again.gaps()).isEmpty();
    }
  }

  @Test
  void whoTookItKeepsItUntilItIsTakenBackByAPerson() {
    try (Onlooker ada = typing("ada", Role.OPERATOR);
        Onlooker eve = Onlooker.watching(this::serve, VM, "eve")) {
      ada.awaitState(State.OPEN);
      guest.takeAway();
      ada.awaitState(State.HELD);
      eve.wish(new ConsoleWish.OpenAnyway());
      await().until(() -> !eve.remarks().isEmpty());
      assertThat(guest.isOpen()).isFalse();
      ada.wish(new ConsoleWish.OpenAnyway());
      ada.awaitState(State.OPEN);
      guest.takeAway();
      ada.awaitState(State.HELD);
      guest.giveBack();
      ada.awaitState(State.OPEN);
    }
  }

  @Test
  void aVmThatGoesEndsItsViewersWithItsLastWords() {
    try (Onlooker ada = typing("ada", Role.OPERATOR)) {
      await().until(guest::isOpen);
      guest.print("bye");
      guest.leave();
      await().until(() -> gone.get() == 1);
      console.close("the VM is not on this host any more");
      await().until(() -> ada.ended() != null);
      assertThat(ada.text()).isEqualTo("bye");
      assertThat(ada.ended()).contains("not on this host any more");
    }
  }

  @Test
  void whoNeverReadsHoldsUpNobody() {
    await().until(guest::isOpen);
    String page = "yes\n".repeat(4096);
    try (Onlooker stuck = Onlooker.stuck(this::serve, VM);
        Onlooker ada = typing("ada", Role.OPERATOR)) {
      ada.awaitState(State.OPEN);
      long before = used();
      long sent = 0;
      // Far more than all sockets in between take.
      for (; sent < 256L << 20; sent += page.length()) {
        guest.print(page);
      }
      guest.print("last");
      ada.awaitText("yes\n");
      await().until(() -> ada.mark() != null && ada.mark().at() == 4 + (256L << 20));
      assertThat(used() - before).isLessThan(64L << 20);
      ada.type("\u0003");
      await().until(() -> guest.typed().equals("\u0003"));

      stuck.reading();
      await().until(() -> stuck.mark() != null && stuck.mark().at() == 4 + (256L << 20));
      assertThat(stuck.gaps()).isNotEmpty();
      assertThat(stuck.bytes()).isLessThan(64L << 20);
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void aGuestThatTakesNothingBlocksNobody() {
    guest.deafen();
    try (Onlooker ada = typing("ada", Role.OPERATOR);
        Onlooker eve = Onlooker.watching(this::serve, VM, "eve")) {
      ada.awaitState(State.OPEN);
      for (int i = 0; i < 100; i++) {
        ada.type("x".repeat(1000));
      }
      await().until(() -> ada.remarks().stream().anyMatch(r -> r.contains("too slowly")));
      guest.print("still here");
      eve.awaitText("still here");
      ada.wish(new ConsoleWish.LeaveKeyboard());
      await().until(() -> eve.sees(null));
    }
  }

  @Test
  void withoutKeepingItIsOpenWhileSomebodyLooks() {
    console.close("not this one");
    await().until(() -> !guest.isOpen());
    console = start(false);
    try (Onlooker ada = typing("ada", Role.OPERATOR)) {
      ada.awaitState(State.OPEN);
    }
    await().until(() -> !guest.isOpen());
  }

  @Test
  void withALogAMarkHoldsAcrossTheAgentsRestart() throws Exception {
    console.close("not this one");
    await().until(() -> !guest.isOpen());
    Path log = folder.resolve("web01.serial");
    Files.writeString(log, "before the agent\n");
    guest.logged(new ConsoleXml(true, new ConsoleXml.Log(log.toString(), true)));
    console = start(true);
    Onlooker ada = typing("ada", Role.OPERATOR);
    ada.awaitText("before the agent\n");
    ada.awaitState(State.OPEN);
    Files.writeString(log, "one\n", StandardOpenOption.APPEND);
    guest.print("one\n");
    ada.awaitText("one\n");

    console.close("the agent is stopping");
    await().until(() -> ada.ended() != null && !guest.isOpen());
    ada.close();
    Files.writeString(log, "two\n", StandardOpenOption.APPEND);
    console = start(true);
    try (Onlooker again = Onlooker.again(this::serve, VM, ada.mark());
        Onlooker other = typing("other", Role.OPERATOR)) {
      again.awaitText("two\n");
      assertThat(again.text()).isEqualTo("two\n");
      other.awaitText("before the agent\none\ntwo\n");
    }
  }

  @Test
  void withoutASerialConsoleItSaysWhatToAdd() {
    console.close("not this one");
    await().until(() -> !guest.isOpen());
    guest.logged(new ConsoleXml(false, null));
    console = start(true);
    try (Onlooker ada = typing("ada", Role.OPERATOR)) {
      ada.awaitState(State.UNAVAILABLE);
    }
  }
}
