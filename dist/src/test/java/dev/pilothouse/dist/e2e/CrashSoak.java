package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Deployment.Part;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.bus.redis.RedisBus;
import dev.pilothouse.fleet.bus.redis.RedisOptions;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code kill -9} of agent, Redis and libvirtd while operations are under way. Guests move through
 * the rounds as on a belt: defined in one, started in the next, shut down, deleted; so every round
 * has an operation of each kind under way when it crashes.
 *
 * <p>Not part of {@code ./verify} yet: some rounds still end later than promised (DECISIONS.md,
 * crash-soak). Run it with {@code ./verify -pl dist -am -Dit.test=CrashSoak -Dtest=None
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false}.
 *
 * <p>The judge is virsh, and QEMU's log of each guest, which libvirt writes once per start.
 */
@Timeout(900)
class CrashSoak {
  private static final Logger LOG = LoggerFactory.getLogger(CrashSoak.class);
  private static final int GUESTS = Integer.getInteger("crash.guests", 21);
  private static final int STAGES = 4;

  /** What the house promises: from recovery to a true end of every operation. */
  private static final Duration PROMISE = Duration.ofSeconds(30);

  /** An agent that cannot tell whether it pressed the button waits for all of it, then says so. */
  private static final Duration GRACE = Duration.ofSeconds(25);

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration ACCEPT_WITHIN = Duration.ofMinutes(5);
  private static final Principal WHO = new Principal("root", Role.ADMIN, "test");

  /** When the crash comes: once a record shows this, or after a random time of its run. */
  private enum Moment {
    SUBMITTED,
    ACCEPTED,
    RUNNING,
    RANDOM;

    boolean reached(OperationState state) {
      return switch (this) {
        case SUBMITTED -> true;
        case ACCEPTED -> state != OperationState.SUBMITTED;
        case RUNNING -> state == OperationState.RUNNING || state.terminal();
        case RANDOM -> state.terminal();
      };
    }
  }

  private record Step(Verb verb, Guest guest, OperationRecord record) {
    @Override
    public String toString() {
      return verb.word() + " " + guest.name();
    }
  }

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Deployment parts = new Deployment(lab, host, admin);
  private final Bus bus = RedisBus.open(RedisOptions.at(parts.redis()));
  private final ControlRoom room = ControlRoom.open(bus, parts.key(), "test");
  private final List<Guest> guests =
      IntStream.range(0, GUESTS).mapToObj(i -> Guest.tiny("g" + i)).toList();
  private final Map<Guest, Integer> startsByHand = new HashMap<>();
  private final Map<Guest, Integer> launches = new HashMap<>();
  private final Map<Long, OperationState> ends = new LinkedHashMap<>();

  @AfterEach
  void tearDown() {
    room.close();
    bus.close();
    parts.close();
    lab.close();
  }

  @Test
  void nothingIsLostAndNothingIsDoneTwice() {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    LOG.info("-Dcrash.seed={} repeats this run", seed);
    Random random = new Random(seed);
    await().atMost(LIMIT).until(() -> room.fleet().host("h1") != null);
    int number = 0;
    while (number < GUESTS + STAGES - 1) {
      for (Moment moment : Moment.values()) {
        for (Part victim : Part.values()) {
          if (number < GUESTS + STAGES - 1) {
            round(number++, victim, moment, random);
          }
        }
      }
    }
    nothingIsDoneAgain();
    theServerTellsTheSame();
    LOG.info("{} operations ended so: {}", ends.size(), ends);
  }

  private void round(int number, Part victim, Moment moment, Random random) {
    Runnable kill = parts.killer(victim);
    List<Integer> stages = new ArrayList<>(IntStream.range(0, STAGES).boxed().toList());
    stages.removeIf(stage -> number - stage < 0 || number - stage >= GUESTS);
    Collections.shuffle(stages, random);
    int trigger = stages.get(random.nextInt(stages.size()));
    Operation triggering = operation(trigger, guests.get(number - trigger));
    int offset = random.nextInt(400);
    Map<Long, OperationState> seen = new ConcurrentHashMap<>();
    CountDownLatch reached = new CountDownLatch(1);
    Subscription watch =
        room.onOperation(
            record -> {
              seen.put(record.number(), record.state());
              if (record.operation().equals(triggering) && moment.reached(record.state())) {
                reached.countDown();
              }
            });
    List<Step> steps = new ArrayList<>();
    try (watch) {
      for (int stage : stages) {
        Guest guest = guests.get(number - stage);
        Operation operation = operation(stage, guest);
        steps.add(
            new Step(
                operation.verb(), guest, room.submit(operation, guest.name(), WHO, ACCEPT_WITHIN)));
      }
      pause(reached, moment, offset);
      kill.run();
    }
    LOG.info(
        "round {}: {} at {} of {}, seen {}",
        number,
        victim,
        moment,
        triggering.verb().word(),
        seen);
    parts.restart(victim);
    Instant recovered = Instant.now();
    for (Step step : steps) {
      judge(step, ended(step, recovered), victim);
    }
    LOG.info("settled {} ms after recovery", Duration.between(recovered, Instant.now()).toMillis());
    steps.forEach(this::makeTrue);
  }

  private static void pause(CountDownLatch reached, Moment moment, int offset) {
    try {
      boolean unused =
          switch (moment) {
            case SUBMITTED -> true;
            case ACCEPTED, RUNNING -> reached.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
            case RANDOM -> reached.await(offset, TimeUnit.MILLISECONDS); // its end at the latest
          };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Operation operation(int stage, Guest guest) {
    VmRef vm = new VmRef("h1", guest.uuid());
    return switch (stage) {
      case 0 -> new Operation.DefineVm("h1", guest.xml());
      case 1 -> new Operation.StartVm(vm);
      case 2 -> new Operation.ShutdownVm(vm, GRACE, AfterGrace.LEAVE);
      default -> new Operation.DeleteVm(vm);
    };
  }

  private OperationRecord ended(Step step, Instant recovered) {
    long number = step.record().number();
    Duration left = PROMISE.minus(Duration.between(recovered, Instant.now()));
    await(step + " ends within " + PROMISE.toSeconds() + " s of recovery")
        .atMost(left.isPositive() ? left : Duration.ofMillis(100))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(dev.pilothouse.fleet.bus.BusUnavailableException.class)
        .ignoreExceptionsInstanceOf(dev.pilothouse.fleet.operation.OperationException.class)
        .until(() -> room.operation(number).orElseThrow().state().terminal());
    OperationRecord record = room.operation(number).orElseThrow();
    ends.put(number, record.state());
    if (record.failure() != null) {
      LOG.info("{} {}: {}", step, record.state(), record.failure().message());
    }
    return record;
  }

  /** Whether what the record says is what virsh says. */
  private void judge(Step step, OperationRecord record, Part victim) {
    Guest guest = step.guest();
    String truth = truth(guest);
    Set<OperationState> undone =
        EnumSet.of(OperationState.FAILED, OperationState.CANCELLED, OperationState.EXPIRED);
    if (record.state() == OperationState.SUCCEEDED) {
      assertThat(truth).as("%s, said to be done", step).isEqualTo(after(step.verb()));
    } else if (undone.contains(record.state())) {
      assertThat(truth).as("%s, said to be undone: %s", step, record).isEqualTo(before(step));
    } else {
      assertThat(record.failure()).isNotNull();
      assertThat(record.failure().hint()).as("what to check").isNotBlank();
      assertThat(truth).isIn(before(step), after(step.verb()));
    }
    // A libvirtd killed in the middle of a start takes the QEMU that never ran back when it is up
    // again; then, and only then, one more launch is the same start.
    boolean takenBack = victim == Part.LIBVIRTD && step.verb() == Verb.START;
    launches.merge(guest, takenBack ? 1 : 0, Integer::sum);
    int once = step.verb() == Verb.DEFINE ? 0 : 1;
    assertThat(count(host.serial(guest), "LAB-READY"))
        .as("boots of %s", guest.name())
        .isLessThanOrEqualTo(once + startsByHand.getOrDefault(guest, 0));
    assertThat(starts(guest))
        .as("launches of %s", guest.name())
        .isLessThanOrEqualTo(
            once + startsByHand.getOrDefault(guest, 0) + launches.getOrDefault(guest, 0));
  }

  private static String before(Step step) {
    return switch (step.verb()) {
      case DEFINE -> "absent";
      case SHUTDOWN -> "running";
      default -> "shut off";
    };
  }

  private static String after(Verb verb) {
    return switch (verb) {
      case START -> "running";
      case SHUTDOWN -> "shut off";
      case DELETE -> "absent";
      default -> "shut off";
    };
  }

  /** Where an honest "not done" left a guest behind, the next stage finds it where it expects. */
  private void makeTrue(Step step) {
    Guest guest = step.guest();
    if (!truth(guest).equals(after(step.verb()))) {
      switch (step.verb()) {
        case DEFINE -> host.define(guest);
        case START -> {
          host.virsh("start", guest.name());
          startsByHand.merge(guest, 1, Integer::sum);
        }
        case SHUTDOWN -> host.virsh("destroy", guest.name());
        default -> host.virsh("undefine", guest.name());
      }
    }
    if (step.verb() == Verb.START) { // the next round presses its power button
      await().atMost(LIMIT).until(() -> host.serial(guest).contains("LAB-READY"));
    }
  }

  /** virsh's word for its state, or "absent". */
  private String truth(Guest guest) {
    boolean there = host.virsh("list", "--all", "--uuid").contains(guest.uuid().toString());
    return there ? host.state(guest) : "absent";
  }

  /** How often QEMU was started for it, by libvirt's own log. */
  private int starts(Guest guest) {
    String log =
        Program.read(host.directory().resolve("-var-log-libvirt/qemu/" + guest.name() + ".log"));
    return count(log, "starting up libvirt version");
  }

  private static int count(String text, String words) {
    return text.split(Pattern.quote(words), -1).length - 1;
  }

  /** All guests come back by hand: an agent that did anything again would now touch them. */
  private void nothingIsDoneAgain() {
    guests.forEach(host::define);
    Map<Guest, Integer> starts = new HashMap<>();
    guests.forEach(guest -> starts.put(guest, starts(guest)));
    parts.killer(Part.AGENT).run();
    whatWasKnownStaysMarked();
    parts.restart(Part.AGENT);
    Guest last = Guest.tiny("last");
    Step step =
        new Step(
            Verb.DEFINE, last, room.submit(operation(0, last), last.name(), WHO, ACCEPT_WITHIN));
    assertThat(ended(step, Instant.now()).state()).isEqualTo(OperationState.SUCCEEDED);
    for (Guest guest : guests) {
      assertThat(truth(guest)).as(guest.name()).isEqualTo("shut off");
      assertThat(starts(guest)).as(guest.name()).isEqualTo(starts.get(guest));
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
