package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is ordered, how it ends, and every way to be told. */
class OrderingTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Vm off = Vms.vm("h1", "off").build();
  private final Vm on = Vms.vm("h1", "on").running(Desk.NOW).build();
  private final Vm paused = Vms.vm("h1", "paused").state(VmState.PAUSED, "user").build();
  private final Desk desk =
      new Desk(Surroundings.remote(Clock.systemUTC(), "0.1-test"), off, on, paused);

  @AfterEach
  void close() {
    desk.close();
  }

  private Vm now(Vm vm) {
    return desk.fleet().agent("h1").vms().stream()
        .filter(known -> known.ref().equals(vm.ref()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void howItWentIsSaidBehindTheEnd() {
    desk.fleet().agent("h1").say("started in 0.3 s");
    Desk.Outcome outcome = desk.run("vm", "start", "off");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).isEqualTo("start off: done (operation 1): started in 0.3 s\n");
  }

  @ParameterizedTest
  @CsvSource({
    "start,off,RUNNING,booted",
    "shutdown,on,SHUT_OFF,shutdown",
    "reboot,on,RUNNING,booted",
    "reset,on,RUNNING,booted",
    "force-off,on,SHUT_OFF,destroyed",
    "pause,on,PAUSED,user",
    "resume,paused,RUNNING,unpaused"
  })
  void verbsDoWhatTheySay(String verb, String name, VmState state, String reason) {
    Desk.Outcome outcome = desk.run("vm", verb, name, "--yes");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).isEqualTo("%s %s: done (operation 1)\n".formatted(verb, name));
    assertThat(desk.fleet().agent("h1").vms())
        .filteredOn(vm -> vm.name().equals(name))
        .allMatch(vm -> vm.state() == state && vm.reason().equals(reason));
  }

  @Test
  void autostartRenameAndDelete() {
    assertThat(desk.run("vm", "autostart", "off", "on").status()).isZero();
    assertThat(now(off).autostart()).isTrue();
    assertThat(desk.run("vm", "autostart", "off", "off").status()).isZero();
    assertThat(now(off).autostart()).isFalse();
    assertThat(desk.run("vm", "autostart", "off", "maybe").status()).isEqualTo(2);

    assertThat(desk.run("vm", "rename", "off", "new name").status()).isZero();
    assertThat(now(off).name()).isEqualTo("new name");
    assertThat(desk.run("vm", "rename", "on", "a\u202eb").status()).isEqualTo(2);
    assertThat(desk.run("vm", "rename", "on", "a/b").status()).isEqualTo(2);
    assertThat(desk.run("vm", "rename", "on", "paused").status()).isEqualTo(5);

    assertThat(desk.run("vm", "delete", "paused", "--yes").status()).isZero();
    assertThat(desk.fleet().agent("h1").vms()).extracting(Vm::name).doesNotContain("paused");
  }

  @Test
  void shutdownTakesGraceAndWhatThen() {
    Desk.Outcome outcome =
        desk.run("vm", "shutdown", "on", "--grace", "5s", "--then", "force-off", "-o", "json");

    assertThat(outcome.status()).isZero();
    assertThat(desk.fleet().room().operation(1).map(OperationRecord::operation).toString())
        .contains("grace=PT5S", "then=FORCE_OFF");
    assertThat(desk.run("vm", "shutdown", "on", "--grace", "soon").err())
        .contains("write a whole number with ms, s, m or h");
    assertThat(desk.run("vm", "shutdown", "on", "--then", "pray").status()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyErrorHasItsStatusAndSaysWhatToDo(ErrorCode code) {
    desk.fleet().agent("h1").failNext(new Failure(code, "It went wrong"));

    Desk.Outcome outcome = desk.run("vm", "start", "off");

    assertThat(outcome.status()).isEqualTo(ExitStatus.of(code)).isNotZero();
    assertThat(outcome.err())
        .isEqualTo("start off: failed: It went wrong. %s (operation 1)\n".formatted(code.hint()));
  }

  @Test
  void theStatusesAreWhatScriptsKnow() {
    assertThat(
            List.of(
                ExitStatus.of(ErrorCode.REFUSED),
                ExitStatus.of(ErrorCode.BAD_INPUT),
                ExitStatus.of(ErrorCode.NOT_FOUND),
                ExitStatus.of(ErrorCode.DENIED),
                ExitStatus.of(ErrorCode.WRONG_STATE),
                ExitStatus.TIMED_OUT,
                ExitStatus.of(ErrorCode.BUS_LOST)))
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void noWaitPrintsTheNumber() {
    desk.fleet().agent("h1").hold();

    Desk.Outcome outcome = desk.run("vm", "start", "off", "--no-wait", "-o", "name");

    assertThat(outcome).isEqualTo(new Desk.Outcome(0, "1\n", ""));
    desk.fleet().agent("h1").release();
    assertThat(desk.run("op", "wait", "1").status()).isZero();
  }

  @Test
  void whenTheTimeIsOverTheOperationGoesOn() {
    desk.fleet().agent("h1").hold();

    Desk.Outcome outcome = desk.run("vm", "start", "off", "--timeout", "300ms");

    assertThat(outcome.status()).isEqualTo(6);
    assertThat(outcome.err()).contains("The time is over.", "op watch 1", "op cancel 1");
    desk.fleet().agent("h1").release();
    assertThat(desk.run("op", "wait", "1", "--timeout", "60s").status()).isZero();
    assertThat(now(off).state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void ctrlCLeavesTheOperationAlone() throws Exception {
    desk.fleet().agent("h1").hold();
    Person person = Person.at(80, 24, "");
    CompletableFuture<Desk.Outcome> command =
        CompletableFuture.supplyAsync(() -> desk.runFor(person, "vm", "start", "off"));
    await().atMost(SOON).until(() -> desk.fleet().room().operation(1).isPresent());
    await().atMost(SOON).until(() -> person.messages().contains("running"));

    person.interrupt();

    Desk.Outcome outcome = command.get(60, TimeUnit.SECONDS);
    assertThat(outcome.status()).isEqualTo(130);
    assertThat(outcome.err()).contains("Operation 1 goes on", "op watch 1");
    desk.fleet().agent("h1").release();
    assertThat(desk.run("op", "wait", "1").status()).isZero();
  }

  @Test
  void dryRunSaysWhatWouldBeDoneAndWhetherItMay() {
    Desk.Outcome allowed = desk.run("vm", "force-off", "o*", "--dry-run");
    assertThat(allowed.status()).isZero();
    assertThat(allowed.out()).contains("Cut the power of off;", "Cut the power of on;");

    Desk.Outcome denied =
        desk.runAs(Role.VIEWER, "", "vm", "force-off", "on", "--dry-run", "-o", "json");
    assertThat(denied.status()).isEqualTo(4);
    assertThat(denied.out()).contains("\"permitted\" : false", "\"permission\" : \"OPERATE\"");
    assertThat(desk.fleet().agent("h1").executed()).isEmpty();
  }

  @Test
  void manyEndInOneLineAndALineForEachThatFailed() {
    Vm[] vms =
        IntStream.rangeClosed(1, 30)
            .mapToObj(
                i -> {
                  Vms.Builder vm = Vms.vm("h1", "web%02d".formatted(i));
                  return i % 15 == 0 ? vm.running(Desk.NOW).build() : vm.build();
                })
            .toArray(Vm[]::new);
    try (Desk many = new Desk(vms)) {
      Desk.Outcome outcome = many.run("vm", "start", "web*", "-o", "name");

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.err().lines())
          .hasSize(3)
          .anyMatch(line -> line.startsWith("start web15: failed: web15 is running."))
          .anyMatch(line -> line.startsWith("start web30: failed: web30 is running."))
          .endsWith("28 done, 2 failed");
      assertThat(outcome.out().lines()).hasSize(30);
      assertThat(many.run("vm", "pause", "--filter", "state:running", "--yes").err())
          .isEqualTo("30 done\n");
    }
  }

  @Test
  void destroyingAsks() {
    Desk.Outcome script = desk.run("vm", "force-off", "on");
    assertThat(script.status()).isEqualTo(2);
    assertThat(script.err()).contains("'force-off on'", "add --yes");
    assertThat(desk.run("vm", "shutdown", "on", "paused").status()).isEqualTo(2);

    assertThat(desk.runFor(Person.at(80, 24, "n\r"), "vm", "force-off", "on").status())
        .isEqualTo(1);
    assertThat(desk.runFor(Person.at(80, 24, "\u0003"), "vm", "force-off", "on").status())
        .isEqualTo(130);
    Desk.Outcome typo = desk.runFor(Person.at(80, 24, "y\r"), "vm", "force-off", "on", "paused");
    assertThat(typo.status()).isEqualTo(1);
    assertThat(typo.err()).contains("Type 'force-off 2' to go on:", "nothing was done");
    assertThat(desk.fleet().agent("h1").executed()).isEmpty();

    Desk.Outcome typed =
        desk.runFor(
            Person.at(80, 24, "force-of\u007f\u007foff 2\r"), "vm", "force-off", "on", "paused");
    assertThat(typed.status()).as(typed.err()).isZero();
    assertThat(now(on).reason()).isEqualTo("destroyed");
    assertThat(now(paused).reason()).isEqualTo("destroyed");
  }

  @Test
  void aHostThatIsSilentIsNamed() {
    desk.fleet().agent("h1").close();
    await().atMost(SOON).until(() -> desk.run("host", "list").out().contains("offline"));

    Desk.Outcome outcome = desk.run("vm", "start", "off", "--timeout", "300ms");

    assertThat(outcome.status()).isEqualTo(6);
    assertThat(outcome.err()).contains("Host h1 does not answer").contains("expires");
    assertThat(desk.run("vm", "list").out()).contains("running (offline");
  }

  @Test
  void withoutRedisThereIsAParagraph() {
    desk.fleet().faults().down();

    for (List<String> words :
        List.of(List.of("op", "list"), List.of("vm", "start", "off"), List.of("session", "list"))) {
      Desk.Outcome outcome = desk.run(words.toArray(String[]::new));
      assertThat(outcome.status()).as("%s", words).isEqualTo(7);
      assertThat(outcome.err()).contains("Redis").doesNotContain("Exception", "\tat ");
    }
    Desk.Outcome list = desk.run("vm", "list", "-o", "name");
    assertThat(list.status()).isZero();
    assertThat(list.out()).contains("h1/off");
    assertThat(list.err()).contains("Redis is away");
  }

  @Test
  void aBrokenPipeEndsQuietly() {
    Person person = Person.script("").goAway();

    Desk.Outcome outcome = desk.runFor(person, "vm", "list");

    assertThat(outcome).isEqualTo(new Desk.Outcome(141, "", ""));
  }
}
