package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.FakeConsole;
import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.console.keys.Chord;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scripts see what guests show, and type. */
class ConsoleVerbsTest {
  private final Vm web = Vms.vm("h1", "web01").running(Desk.NOW).build();
  private final Vm mail = Vms.vm("h1", "mail").running(Desk.NOW).build();
  private final Desk desk = new Desk(Surroundings.remote(Clock.systemUTC(), "0.1-test"), web, mail);
  private final FakeConsole guest = desk.fleet().agent("h1").console(web.ref());

  @AfterEach
  void close() {
    desk.close();
  }

  private static GuestScreen screen(String... lines) {
    GuestScreen blank = GuestScreen.blank(80, 25, GuestScreen.Kind.TEXT);
    List<ConsoleNews.Run> runs =
        java.util.stream.IntStream.range(0, lines.length)
            .mapToObj(row -> new ConsoleNews.Run(row, 0, lines[row], 0xAAAAAA, 0))
            .toList();
    return GuestScreen.after(
        blank, new ConsoleNews.Shown(80, 25, GuestScreen.Kind.TEXT, 100, -1, -1, false, runs));
  }

  @Test
  void aScreenIsPrintedAsText() {
    guest.show(screen("Debian GNU/Linux 12 web01 tty1", "", "web01 login: \u001b"));
    Desk.Outcome outcome = desk.run("vm", "screen", "web01");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo("Debian GNU/Linux 12 web01 tty1\n\nweb01 login: \\x1B\n");
    assertThat(desk.runAs(Role.VIEWER, "", "vm", "screen", "web01").status()).isZero();
  }

  @Test
  void aScreenIsAPictureToo() {
    guest.show(screen("x"));
    Desk.Outcome outcome = desk.run("vm", "screen", "web01", "--png");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).endsWith("PNG");
    assertThat(desk.runFor(Person.at(80, 24, ""), "vm", "screen", "web01", "--png").status())
        .isEqualTo(2);
  }

  @Test
  void aTextIsTypedAsItsKeyboardMakesIt() {
    guest.show(screen("login:"));
    Desk.Outcome outcome = desk.run("vm", "type", "web01", "zZ", "--enter", "--layout", "de");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(guest.wishes())
        .contains(new ConsoleWish.Strike(List.of(Chord.of(21), Chord.of(42, 21), Chord.of(28))));

    Desk.Outcome impossible = desk.run("vm", "type", "web01", "naïve");
    assertThat(impossible.status()).isEqualTo(2);
    assertThat(impossible.err()).contains("cannot make: ï", "--layout");
    assertThat(desk.runAs(Role.VIEWER, "", "vm", "type", "web01", "x").status()).isEqualTo(4);
  }

  @Test
  void aTextIsTypedIntoASerialConsole() {
    Desk.Outcome outcome =
        desk.runAs(Role.OPERATOR, "päss\n", "vm", "type", "web01", "-", "--serial");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(guest.typed()).isEqualTo("päss\r");
  }

  @Test
  void keysHaveNames() {
    guest.show(screen("login:"));
    Desk.Outcome outcome = desk.run("vm", "keys", "web01", "ctrl-alt-del,f2");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(guest.wishes())
        .contains(new ConsoleWish.Strike(List.of(Chord.of(29, 56, 111), Chord.of(60))));
    Desk.Outcome wrong = desk.run("vm", "keys", "web01", "ctrl-foo");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("'foo' is no key");
  }

  @Test
  void oneWaitsForWhatAGuestShows() {
    guest.show(screen("booting"));
    Thread.ofVirtual()
        .start(
            () -> {
              await().until(() -> !guest.openings().isEmpty());
              guest.show(screen("web01 login:"));
            });
    Desk.Outcome seen =
        desk.run("vm", "wait", "web01", "--screen", "login: *$", "--timeout", "20s");
    assertThat(seen.status()).as(seen.err()).isZero();
    assertThat(seen.out()).isEqualTo("web01 login:\n");

    Desk.Outcome late = desk.run("vm", "wait", "web01", "--screen", "panic", "--timeout", "100ms");
    assertThat(late.status()).isEqualTo(6);
    assertThat(late.err()).contains("not seen within", "web01 login:");
    assertThat(desk.run("vm", "wait", "web01").status()).isEqualTo(2);
    assertThat(desk.run("vm", "wait", "web01", "--screen", "(").status()).isEqualTo(2);
    assertThat(desk.run("vm", "wait", "web01", "--state", "running").status()).isZero();
    assertThat(desk.run("vm", "wait", "web01", "--state", "paused", "--timeout", "50ms").status())
        .isEqualTo(6);
  }

  @Test
  void aScriptTalksToAGuest() {
    guest.print("web01 login: ");
    Thread.ofVirtual()
        .start(
            () -> {
              await().atMost(Duration.ofSeconds(20)).until(() -> guest.typed().contains("root\r"));
              guest.print("root\r\n# ");
            });
    String script =
        "within 20s\nwait login:\n# the account\nenter root\nwait ^#\ntype date\nprint\n";
    Desk.Outcome outcome = desk.runAs(Role.ADMIN, script, "vm", "expect", "web01", "--serial");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(guest.typed()).isEqualTo("root\rdate");
    assertThat(outcome.out()).contains("web01 login: root\n#");

    Desk.Outcome wrong = desk.runAs(Role.ADMIN, "wait x\nhope\n", "vm", "expect", "web01");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("Line 2: 'hope' is no step");
    Desk.Outcome late =
        desk.runAs(Role.ADMIN, "within 50ms\nwait nothing\n", "vm", "expect", "web01", "--serial");
    assertThat(late.status()).isEqualTo(6);
    assertThat(late.err()).contains("Line 2:");
  }

  @Test
  void theScreensOfManyAreSearched() {
    guest.show(screen("Kernel panic - not syncing"));
    desk.fleet().agent("h1").console(mail.ref()).show(screen("mail login:"));
    Desk.Outcome outcome = desk.run("vm", "screens", "--grep", "panic|emergency");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo("web01: Kernel panic - not syncing\n");
    assertThat(outcome.err()).contains("1 of 2 screens have it.");
    assertThat(desk.run("vm", "screens", "--grep", "nothing").status()).isEqualTo(1);
  }

  @Test
  void withoutATerminalAConsoleIsAPipe() {
    guest.print("long before\r\n");
    Thread.ofVirtual()
        .start(
            () -> {
              await().atMost(Duration.ofSeconds(20)).until(() -> guest.typed().equals("uptime\n"));
              guest.print("up 3 days\r\n");
            });
    Desk.Outcome outcome = desk.runAs(Role.ADMIN, "uptime\n", "console", "web01");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo("up 3 days\r\n");
    assertThat(Arrays.asList(4, 4))
        .isEqualTo(
            List.of(
                desk.runAs(Role.VIEWER, "", "vm", "type", "web01", "a", "--serial").status(),
                desk.runAs(Role.VIEWER, "", "vm", "keys", "web01", "a").status()));
  }
}
