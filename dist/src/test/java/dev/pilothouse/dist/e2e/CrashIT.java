package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Deployment.Part;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code kill -9} of agent, Redis and libvirtd while operations are under way. Guests move through
 * the rounds as on a belt: defined in one, started in the next, given one to boot, shut down,
 * deleted; so every round has an operation of each kind under way when it crashes.
 *
 * <p>{@code -Dcrash.seed=N} repeats the sequence of a run; a failure says which it was.
 */
@Timeout(900)
class CrashIT {
  private static final Logger LOG = LoggerFactory.getLogger(CrashIT.class);

  private static final List<Verb> VERBS =
      List.of(Verb.DEFINE, Verb.START, Verb.SHUTDOWN, Verb.DELETE);

  /** What the house promises: from recovery to a true end of every operation. */
  private static final Duration PROMISE = Duration.ofSeconds(30);

  /**
   * An operation's own time is not in the promise. This one's is far longer than the promise, for a
   * guest that was asked goes off in seconds, and one that may not have been is not waited for.
   */
  private static final Duration GRACE = Duration.ofMinutes(3);

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration ACCEPT_WITHIN = Duration.ofMinutes(5);

  /** When the crash comes. */
  private enum Moment {
    /** Right after the last of the orders. */
    SUBMITTED,
    /** Once one's record shows this. */
    ACCEPTED,
    RUNNING,
    /** Some time after the last of the orders. */
    RANDOM;

    boolean reached(OperationState state) {
      return switch (this) {
        case ACCEPTED -> state != OperationState.SUBMITTED;
        case RUNNING -> state == OperationState.RUNNING || state.terminal();
        case SUBMITTED, RANDOM -> false;
      };
    }
  }

  /**
   * One crash.
   *
   * @param trigger whose record says when; the other operations are somewhere near
   */
  private record Round(Part victim, Moment moment, Verb trigger) {}

  private record Step(Verb verb, Guest guest, OperationRecord record) {
    @Override
    public String toString() {
      return verb.word() + " " + guest.name();
    }
  }

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Deployment parts = new Deployment(lab, admin, host);
  private final Judge judge = new Judge(host);
  private final OwnRoom own = OwnRoom.of(parts);
  private final ControlRoom room = own.room();
  private final List<Guest> guests = new ArrayList<>();
  private final Map<Long, OperationState> ends = new LinkedHashMap<>();

  @AfterEach
  void tearDown() {
    own.close();
    parts.close();
    lab.close();
  }

  @Test
  void nothingIsLostAndNothingIsDoneTwice() {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    Random random = new Random(seed);
    List<Round> rounds = rounds();
    Collections.shuffle(rounds, random);
    IntStream.range(0, rounds.size() + place(Verb.DEFINE))
        .forEach(i -> guests.add(Guest.tiny("g" + i)));
    await().atMost(LIMIT).until(() -> room.fleet().host("h1") != null);
    try {
      fillTheBelt();
      for (int i = 0; i < rounds.size(); i++) {
        crash(i, rounds.get(i), random);
      }
      nothingIsDoneAgain();
      theServerTellsTheSame();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dcrash.seed=" + seed + "\n" + parts.agentLog(), e);
    }
    LOG.info("{} operations ended so: {}", ends.size(), ends);
  }

  /** Each part at each moment of each verb; where no record triggers it, of all verbs at once. */
  private static List<Round> rounds() {
    List<Round> rounds = new ArrayList<>();
    for (Part victim : Part.values()) {
      for (Moment moment : Moment.values()) {
        switch (moment) {
          case SUBMITTED, RANDOM -> rounds.add(new Round(victim, moment, Verb.START));
          case ACCEPTED, RUNNING ->
              VERBS.forEach(verb -> rounds.add(new Round(victim, moment, verb)));
        }
      }
    }
    return rounds;
  }

  /** As if there had been rounds before. */
  private void fillTheBelt() {
    guests.subList(0, place(Verb.DEFINE)).forEach(host::define);
    guests.subList(place(Verb.SHUTDOWN), place(Verb.START)).forEach(judge::start);
  }

  /** A place on the belt: that many rounds later the guest is deleted. */
  private static int place(Verb verb) {
    return switch (verb) {
      case DEFINE -> 4;
      case START -> 3;
      case SHUTDOWN -> 1;
      case DELETE -> 0;
      default -> throw new IllegalArgumentException(verb.word());
    };
  }

  private Guest on(int number, Verb verb) {
    return guests.get(number + place(verb));
  }

  private void crash(int number, Round round, Random random) {
    judge.awaitBoot(on(number, Verb.SHUTDOWN)); // only then it hears its power button
    Runnable kill = parts.killer(round.victim);
    List<Verb> verbs = new ArrayList<>(VERBS);
    Collections.shuffle(verbs, random);
    int offset = random.nextInt(400);
    Operation triggering = operation(round.trigger, on(number, round.trigger));
    Map<Long, OperationState> seen = new ConcurrentHashMap<>();
    CountDownLatch reached = new CountDownLatch(1);
    Subscription watch =
        room.onOperation(
            record -> {
              seen.put(record.number(), record.state());
              if (record.operation().equals(triggering) && round.moment.reached(record.state())) {
                reached.countDown();
              }
            });
    List<Step> steps = new ArrayList<>();
    try (watch) {
      for (Verb verb : verbs) {
        Guest guest = on(number, verb);
        Operation operation = operation(verb, guest);
        steps.add(
            new Step(
                verb, guest, room.submit(operation, guest.name(), OwnRoom.WHO, ACCEPT_WITHIN)));
      }
      pause(reached, round.moment, offset);
      kill.run();
    }
    LOG.info("{}: {}, seen {}", number, round, seen);
    parts.restart(round.victim);
    Instant recovered = Instant.now();
    for (Step step : steps) {
      judge.judge(step.verb, step.guest, ended(step, recovered), round.victim);
    }
    LOG.info("settled {} ms after recovery", Duration.between(recovered, Instant.now()).toMillis());
    steps.forEach(step -> judge.makeTrue(step.verb, step.guest));
  }

  private static void pause(CountDownLatch reached, Moment moment, int offset) {
    try {
      boolean unused =
          switch (moment) {
            case SUBMITTED -> true;
            case ACCEPTED, RUNNING -> reached.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
            case RANDOM -> reached.await(offset, TimeUnit.MILLISECONDS);
          };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Operation operation(Verb verb, Guest guest) {
    VmRef vm = new VmRef("h1", guest.uuid());
    return switch (verb) {
      case DEFINE -> new Operation.DefineVm("h1", guest.xml());
      case START -> new Operation.StartVm(vm);
      case SHUTDOWN -> new Operation.ShutdownVm(vm, GRACE, AfterGrace.LEAVE);
      default -> new Operation.DeleteVm(vm);
    };
  }

  private OperationRecord ended(Step step, Instant recovered) {
    OperationRecord record = own.ended(step.record, recovered, PROMISE);
    ends.put(record.number(), record.state());
    if (record.failure() != null) {
      LOG.info("{} {}: {}", step, record.state(), record.failure().message());
    }
    return record;
  }

  /** All guests come back by hand: an agent that did anything again would now touch them. */
  private void nothingIsDoneAgain() {
    guests.stream()
        .filter(guest -> judge.truth(guest).equals("running"))
        .forEach(guest -> host.virsh("destroy", guest.name()));
    guests.forEach(host::define);
    Map<Guest, Integer> launches = new HashMap<>();
    guests.forEach(guest -> launches.put(guest, judge.launches(guest)));
    parts.killer(Part.AGENT).run();
    whatWasKnownStaysMarked();
    parts.restart(Part.AGENT);
    Guest last = Guest.tiny("last");
    OperationRecord record =
        room.submit(operation(Verb.DEFINE, last), last.name(), OwnRoom.WHO, ACCEPT_WITHIN);
    assertThat(ended(new Step(Verb.DEFINE, last, record), Instant.now()).state())
        .isEqualTo(OperationState.SUCCEEDED);
    for (Guest guest : guests) {
      assertThat(judge.truth(guest)).as(guest.name()).isEqualTo("shut off");
      assertThat(judge.launches(guest)).as(guest.name()).isEqualTo(launches.get(guest));
    }
  }

  private void whatWasKnownStaysMarked() {
    Guest one = guests.getFirst();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(admin.run(parts.port(), "", "vm", "list").output().lines())
                    .filteredOn(line -> line.startsWith(one.name() + " "))
                    .singleElement()
                    .asString()
                    .matches(".* shut off \\((stale|offline) .*"));
  }

  private void theServerTellsTheSame() {
    for (Map.Entry<Long, OperationState> end : ends.entrySet()) {
      OperationRecord record = room.operation(end.getKey()).orElseThrow();
      assertThat(record.state()).as("a terminal state absorbs").isEqualTo(end.getValue());
    }
    Program.Outcome listed = admin.run(parts.port(), "", "op", "list", "--all", "-o", "json");
    assertThat(listed.status()).as("%s", listed).isZero();
    for (long number : ends.keySet()) {
      assertThat(listed.output()).containsPattern("\"number\"\\s*:\\s*" + number + "\\b");
    }
  }
}
