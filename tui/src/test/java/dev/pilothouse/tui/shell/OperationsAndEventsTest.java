package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.SessionInfo;
import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.shell.call.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code op}, {@code event} and {@code session}. */
class OperationsAndEventsTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Vm web = Vms.vm("h1", "web01").running(Desk.NOW).build();
  private final Desk desk = new Desk(Surroundings.remote(Clock.systemUTC(), "0.1-test"), web);

  @AfterEach
  void close() {
    desk.close();
  }

  private void order(String verb) {
    desk.fleet().agent("h1").hold();
    assertThat(desk.run("vm", verb, "web01", "--no-wait").status()).isZero();
  }

  private void untilRunning(long number) {
    await()
        .atMost(SOON)
        .until(
            () ->
                desk.fleet().room().operation(number).map(OperationRecord::state).orElseThrow()
                    == OperationState.RUNNING);
  }

  @Test
  void watchPrintsEveryChangeUntilTheEnd() throws Exception {
    order("shutdown");
    untilRunning(1);
    Person person = Person.script("");
    CompletableFuture<Desk.Outcome> watch =
        CompletableFuture.supplyAsync(() -> desk.runFor(person, "op", "watch", "1"));
    await().atMost(SOON).until(() -> person.output().contains("running"));

    desk.fleet().agent("h1").release();

    Desk.Outcome outcome = watch.get(60, TimeUnit.SECONDS);
    assertThat(outcome.status()).isZero();
    assertThat(Golden.steady(outcome.out()))
        .isEqualTo("<time>  running\n<time>  succeeded  100%\n");
  }

  @Test
  void aWatchLeftByCtrlCSaysHowToComeBack() throws Exception {
    order("shutdown");
    Person person = Person.script("");
    CompletableFuture<Desk.Outcome> watch =
        CompletableFuture.supplyAsync(() -> desk.runFor(person, "op", "watch", "1"));
    await().atMost(SOON).until(() -> !person.output().isEmpty());

    person.interrupt();

    assertThat(watch.get(60, TimeUnit.SECONDS).status()).isEqualTo(130);
    assertThat(person.messages()).contains("op watch 1");
    assertThat(desk.fleet().room().operation(1).map(op -> op.state().terminal())).contains(false);
  }

  @Test
  void cancelWaitsForTheEnd() {
    order("shutdown");
    untilRunning(1);

    Desk.Outcome outcome = desk.run("op", "cancel", "1");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains("Asked to cancel operation 1: shutdown web01.", "shutdown web01: cancelled");
    assertThat(desk.run("op", "cancel", "1").status()).isEqualTo(5);
    assertThat(desk.run("op", "wait", "1").status()).isEqualTo(1);
  }

  @Test
  void cancelNeedsThePermissionOfTheVerb() {
    order("shutdown");

    assertThat(desk.runAs(Role.VIEWER, "", "op", "cancel", "1").status()).isEqualTo(4);
  }

  @Test
  void waitTellsHowAllEnded() {
    desk.run("vm", "pause", "web01", "--no-wait");
    desk.run("vm", "pause", "web01", "--no-wait");

    Desk.Outcome outcome = desk.run("op", "wait", "1", "2", "-o", "name");

    assertThat(outcome).isEqualTo(new Desk.Outcome(1, "1\n2\n", ""));
    assertThat(desk.run("op", "wait", "1").status()).isZero();
    assertThat(desk.run("op", "wait", "2").status()).isEqualTo(5);
  }

  @Test
  void waitGivesUpInTime() {
    order("pause");

    Desk.Outcome outcome = desk.run("op", "wait", "1", "--timeout", "200ms");

    assertThat(outcome.status()).isEqualTo(6);
    assertThat(outcome.err()).contains("Operation 1 goes on");
  }

  @Test
  void numbersThatAreNone() {
    assertThat(desk.run("op", "show", "99").status()).isEqualTo(3);
    assertThat(desk.run("op", "watch", "99").status()).isEqualTo(3);
    assertThat(desk.run("op", "wait", "99").status()).isEqualTo(3);
    assertThat(desk.run("op", "cancel", "99").status()).isEqualTo(3);
    assertThat(desk.run("op", "show", "x").status()).isEqualTo(2);
    assertThat(desk.run("op", "wait").status()).isEqualTo(2);
  }

  @Test
  void theListLeavesOutWhatEndedLongAgoUnlessAsked() {
    desk.run("vm", "pause", "web01");
    Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
    CommandShell later =
        new CommandShell(desk.fleet().room(), Surroundings.remote(tomorrow, "0.1-test"));
    Person person = Person.script("");

    later.run(Desk.somebody(Role.ADMIN), List.of("op", "list", "-o", "name"), person);
    assertThat(person.output()).isEmpty();
    later.run(Desk.somebody(Role.ADMIN), List.of("op", "list", "--all", "-o", "name"), person);
    assertThat(person.output()).isEqualTo("1\n");
  }

  private static Notice notice(String what) {
    return new Notice(
        Desk.NOW, Notice.Severity.WARNING, "h1", Vms.ref("h1", "web01"), "web01", what);
  }

  @Test
  void eventsAreListedAndFollowed() throws Exception {
    desk.fleet().agent("h1").publish(notice("crashed\u009b"));
    await()
        .atMost(SOON)
        .until(() -> !desk.run("event", "list").out().lines().skip(1).toList().isEmpty());
    for (String form : List.of("table", "wide", "json", "yaml", "name")) {
      Golden.check(
          "event-list." + form + ".txt",
          desk.run("event", "list", "--last", "1", "-o", form).out());
    }
    Person person = Person.script("");
    CompletableFuture<Desk.Outcome> follow =
        CompletableFuture.supplyAsync(() -> desk.runFor(person, "event", "follow"));
    // The first notices may come before the command listens.
    await()
        .atMost(SOON)
        .until(
            () -> {
              desk.fleet().agent("h1").publish(notice("started (booted)"));
              return person.output().contains("started (booted)");
            });

    person.interrupt();

    assertThat(follow.get(60, TimeUnit.SECONDS).status()).isEqualTo(130);
    assertThat(person.output())
        .startsWith("2026-01-02T03:04:05Z  warning  h1/web01  started (booted)\n");
  }

  @Test
  void followingEndsAfterAsManyEventsAsWereAskedFor() throws Exception {
    Person person = Person.script("");
    CompletableFuture<Desk.Outcome> follow =
        CompletableFuture.supplyAsync(
            () -> desk.runFor(person, "event", "follow", "--count", "2", "-o", "name"));
    await()
        .atMost(SOON)
        .until(
            () -> {
              desk.fleet().agent("h1").publish(notice("started (booted)"));
              return follow.isDone();
            });

    assertThat(follow.get().status()).isZero();
    assertThat(person.output()).isEqualTo("h1/web01\nh1/web01\n");
    assertThat(desk.run("event", "follow", "--count", "0").status()).isEqualTo(2);
  }

  @Test
  void sessionsAreListed() {
    SessionInfo session = new SessionInfo("s1", "ada", "ssh 192.0.2.7", "tui", "node1", Desk.NOW);
    try (Subscription shown = desk.fleet().room().register(session)) {
      assertThat(shown).isNotNull();
      for (String form : List.of("table", "wide", "json", "yaml", "name")) {
        Golden.check(
            "session-list." + form + ".txt", desk.run("session", "list", "-o", form).out());
      }
    }
  }
}
