package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.FakeConsole;
import dev.pilothouse.fleet.bus.FakeFleet;
import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.console.keys.Chord;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ConsoleOperation.Face;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.ControlRoomReception;
import dev.pilothouse.tui.Reception.TerminalDescription;
import dev.pilothouse.tui.Reception.TuiSession;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guests' consoles in whole sessions. */
class ConsoleSessionTest {
  private static final String MENU = "\u001d";

  private final Vm web = vm("h1", "web01").running(Instant.EPOCH).build();
  private final FakeFleet fleet = FakeFleet.of(web, vm("h2", "mail").build());
  private final ControlRoomReception reception =
      new ControlRoomReception(
          fleet.room(), Surroundings.remote(Clock.systemUTC(), "test"), "node1");
  private final FakeTerminal terminal = new FakeTerminal(80, 24);
  private final FakeConsole guest = fleet.agent("h1").console(web.ref());

  @AfterEach
  void close() {
    reception.close();
    fleet.close();
  }

  private void open(Role role) {
    TuiSession session =
        reception.openTui(
            new Principal("ada", role, "test"),
            "",
            terminal,
            new TerminalDescription("xterm-256color", 80, 24, Map.of("LANG", "C.UTF-8")));
    terminal.attach(session);
    shows("web01", "mail");
    terminal.type("\t\tgj"); // the cursor on web01, whatever the order of hosts
  }

  private static void eventually(ThrowingRunnable check) {
    await().atMost(Duration.ofSeconds(20)).untilAsserted(check);
  }

  private void shows(String... texts) {
    eventually(() -> assertThat(terminal.picture()).contains(texts));
  }

  @Test
  void aSerialConsoleShowsWhatWasPrintedAndTakesKeys() {
    guest.print("Debian GNU/Linux 12 web01 ttyS0\r\n\r\nweb01 login: ");
    open(Role.ADMIN);
    terminal.type("c");
    shows("web01 login:", "serial console on h1", "you type", "^] menu");
    terminal.type("root\r\u0003\u001b[A");
    eventually(() -> assertThat(guest.typed()).isEqualTo("root\r\u0003\u001b[A"));
    guest.print("root\r\n\u001b[31mPassword: \u001b[0m");
    shows("web01 login: root", "Password:");
    terminal.type(MENU);
    shows("Exit; the guest goes on");
    terminal.type("x");
    shows("1 of 2 VMs running", "mail");
  }

  @Test
  void whatWasMissedComesWhenTheAgentIsBack() {
    open(Role.ADMIN);
    terminal.type("c");
    guest.print("before\r\n");
    shows("before");
    guest.drop();
    guest.print("meanwhile\r\n");
    shows("before", "meanwhile");
    assertThat(guest.openings()).hasSizeGreaterThan(1);
    OpenConsole last = guest.openings().getLast();
    assertThat(last.seen()).isNotNull();
    assertThat(last.seen().at()).isEqualTo("before\r\n".length());
  }

  @Test
  void oneLooksBackAndSearches() {
    for (int i = 0; i < 200; i++) {
      guest.print("line " + i + "\r\n");
    }
    open(Role.ADMIN);
    terminal.type("c");
    shows("line 199");
    terminal.type(MENU + "b");
    shows("Esc live");
    terminal.type("/line 42\r");
    shows("line 42", "line 50");
    terminal.type("q");
    shows("line 199", "^] menu");
  }

  @Test
  void whoMayNotTypeWatches() {
    open(Role.VIEWER);
    terminal.type("c");
    shows("ada types");
    guest.print("secret of the house\r\n");
    guest.tell(new ConsoleNews.Keyboard("bob", false, List.of()));
    shows("secret of the house", "bob types");
    terminal.type("x");
    shows("bob has the keyboard");
    assertThat(guest.typed()).isEmpty();
    assertThat(guest.openings().getFirst().typing()).isFalse();
  }

  @Test
  void aLongPasteIsLookedAtFirst() {
    open(Role.ADMIN);
    terminal.type("c");
    shows("you type");
    terminal.type("\u001b[200~one\ntwo\nthree\n\u001b[201~");
    shows("Paste into web01", "3 lines, 14 characters");
    assertThat(guest.typed()).isEmpty();
    terminal.type("\r");
    eventually(() -> assertThat(guest.typed()).isEqualTo("one\rtwo\rthree\r"));
    shows("14 of 14 typed.");
  }

  @Test
  void aSecretIsTypedAndNotShown() {
    open(Role.ADMIN);
    terminal.type("c");
    shows("you type");
    terminal.type(MENU + "s");
    shows("Type a secret into web01");
    terminal.type("hunter2");
    shows("*******");
    assertThat(terminal.picture()).doesNotContain("hunter2");
    terminal.type("\r");
    eventually(() -> assertThat(guest.typed()).isEqualTo("hunter2\r"));
  }

  @Test
  void aScreenIsTextAndItsKeysAreChords() {
    guest.show(screen("GNU GRUB  version 2.06", "*Debian GNU/Linux"));
    open(Role.ADMIN);
    terminal.type("C");
    shows("GNU GRUB  version 2.06", "*Debian GNU/Linux", "screen on h1");
    terminal.type("A\r");
    eventually(
        () ->
            assertThat(guest.wishes())
                .contains(
                    new ConsoleWish.Fit(80, 23),
                    new ConsoleWish.Strike(List.of(Chord.of(42, 30))),
                    new ConsoleWish.Strike(List.of(Chord.of(28)))));
    guest.show(screen("GNU GRUB  version 2.06", " booting"));
    shows("booting");
    assertThat(guest.openings().getFirst().face()).isEqualTo(Face.SCREEN);
  }

  @Test
  void anotherHoldsItOutsideAndTheWayOutIsSaid() {
    open(Role.ADMIN);
    terminal.type("c");
    shows("you type");
    guest.tell(
        new ConsoleNews.Condition(
            ConsoleNews.State.HELD, "'virsh console' has it; ^] o opens it anyway."));
    shows("'virsh console' has it");
    terminal.type(MENU + "o");
    eventually(() -> assertThat(guest.wishes()).contains(new ConsoleWish.OpenAnyway()));
  }

  private static GuestScreen screen(String... lines) {
    int columns = 80;
    int[] glyphs = new int[columns * 25];
    int[] foregrounds = new int[glyphs.length];
    Arrays.fill(glyphs, ' ');
    Arrays.fill(foregrounds, 0xAAAAAA);
    for (int row = 0; row < lines.length; row++) {
      for (int i = 0; i < lines[row].length(); i++) {
        glyphs[row * columns + i] = lines[row].charAt(i);
      }
    }
    return new GuestScreen(
        columns, 25, GuestScreen.Kind.TEXT, 100, -1, -1, glyphs, foregrounds, new int[2000]);
  }
}
