package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Deployment.Part;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.MigrationFigures.Phase;
import dev.pilothouse.fleet.operation.MigrationOperation.Destination;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.lab.CommandFailedException;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which host owns the VM, whatever dies in the middle of its migration: either agent, either
 * libvirtd, Redis, the network between the hosts; in each phase. A guest goes to and fro and
 * counts.
 *
 * <p>{@code -Dcrash.seed=N} repeats the sequence of a run; {@code -Dcrash.laps=N} goes over all
 * rounds N times.
 */
@Timeout(1800)
class OwnershipIT {
  private static final Logger LOG = LoggerFactory.getLogger(OwnershipIT.class);

  /**
   * From the recovery of what died to a true end, which is told. TCP takes up to a minute to try
   * again on a line that was cut for as long.
   */
  private static final Duration PROMISE = Duration.ofMinutes(2);

  /** At most so long a cable is out, if nobody notices. */
  private static final Duration CUT = Duration.ofSeconds(30);

  private static final String FOLDER = "/var/lib/libvirt/images";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What breaks. */
  private enum Fault {
    LEAVING_AGENT,
    ARRIVING_AGENT,
    LEAVING_LIBVIRTD,
    ARRIVING_LIBVIRTD,
    REDIS,
    CABLE
  }

  /** When it breaks. */
  private enum Moment {
    /** Once the agent has begun. */
    BEGUN,
    DISKS,
    MEMORY,
    /** At a moment by chance while most of the memory is on its way, and at the switch-over. */
    LATE
  }

  private record Round(Fault fault, Moment moment) {}

  private final Lab lab = Lab.open();
  private final LabHost h1 = lab.host("h1");
  private final LabHost h2 = lab.host("h2");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Deployment parts = new Deployment(lab, admin, h1, h2);
  private final OwnRoom own = OwnRoom.of(parts);
  private final ControlRoom room = own.room();

  @AfterEach
  void tearDown() {
    own.close();
    parts.close();
    lab.close();
  }

  @Test
  void oneHostOwnsTheVmAndEverybodySaysWhich() {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    Random random = new Random(seed);
    List<Round> rounds = new ArrayList<>();
    for (int lap = 0; lap < Integer.getInteger("crash.laps", 1); lap++) {
      for (Fault fault : Fault.values()) {
        for (Moment moment : Moment.values()) {
          rounds.add(new Round(fault, moment));
        }
      }
    }
    Collections.shuffle(rounds, random);
    for (LabHost host : List.of(h1, h2)) {
      host.virsh("pool-define-as", "own", "dir", "--target", FOLDER);
      host.virsh("pool-start", "own");
    }
    CountingGuest guest = CountingGuest.on(h1, "web", FOLDER);
    h1.virsh("pool-refresh", "own");
    guest.start(h1);
    try {
      LabHost owner = h1;
      for (Round round : rounds) {
        owner = broken(round, guest, owner, random);
      }
      guest.judgeThatItWasOne(h1, h2);
      owner.virsh("destroy", "web");
      guest.judgeThatNothingIsLost(owner, h1, h2);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dcrash.seed=" + seed + "\n" + parts.agentLog(), e);
    }
  }

  /** Who has it afterwards. */
  private LabHost broken(Round round, CountingGuest guest, LabHost from, Random random) {
    LabHost to = from == h1 ? h2 : h1;
    await()
        .atMost(LIMIT)
        .until(() -> room.fleet().vm(new VmRef(from.name(), guest.guest().uuid())) != null);
    Runnable fault = fault(round.fault, from, to);
    OperationRecord submitted = cutShort(round, guest, from, to, fault, random);
    mend(round.fault, from, to);
    Instant recovered = Instant.now();
    OperationRecord ended = own.ended(submitted, recovered, PROMISE);
    boolean moved = ended.state() == OperationState.SUCCEEDED;
    assertThat(ended.state())
        .as("%s %s", round, ended)
        .isIn(OperationState.SUCCEEDED, OperationState.FAILED);
    LabHost owner = moved ? to : from;
    LabHost other = moved ? from : to;
    LOG.info(
        "{}: {}, {} ms after recovery: {}",
        round,
        ended.state(),
        Duration.between(recovered, Instant.now()).toMillis(),
        ended.history().getLast().why());
    String what = round + " " + ended;
    assertThat(owner.virsh("domstate", "web").strip()).as(what).isEqualTo("running");
    assertThat(owner.virsh("dominfo", "web")).as(what).containsPattern("Persistent: +yes");
    await(what + " leaves nothing on " + other)
        .atMost(PROMISE)
        .until(() -> !other.virsh("list", "--all", "--name").contains("web"));
    await(what + " leaves no disk on " + other)
        .atMost(PROMISE)
        .until(() -> !other.exec(List.of("ls", FOLDER)).contains("web"));
    await(what + " is known to the fleet")
        .atMost(PROMISE)
        .until(
            () ->
                room.fleet().vm(new VmRef(owner.name(), guest.guest().uuid())) != null
                    && room.fleet().vm(new VmRef(other.name(), guest.guest().uuid())) == null);
    guest.awaitGoesOn(owner);
    return owner;
  }

  private OperationRecord cutShort(
      Round round, CountingGuest guest, LabHost from, LabHost to, Runnable fault, Random random) {
    CountDownLatch reached = new CountDownLatch(1);
    OperationRecord submitted;
    Subscription watch =
        room.onOperation(
            record -> {
              if (record.state().terminal() || reached(round.moment, record)) {
                reached.countDown();
              }
            });
    try (watch) {
      MigrationOptions options =
          new MigrationOptions(12L << 20, null, false, false, false, false, null);
      MigrateVm order =
          new MigrateVm(
              new VmRef(from.name(), guest.guest().uuid()),
              new Destination(to.name(), new MigrationAddress(to.remoteUri(), "", Transport.PLAIN)),
              options,
              null,
              null,
              "");
      // A Redis that was killed the round before may still be silent for a moment.
      submitted =
          await()
              .atMost(LIMIT)
              .ignoreExceptionsMatching(OwnershipIT::nothingWasSubmitted)
              .until(
                  () -> room.submit(order, "web", OwnRoom.WHO, Duration.ofMinutes(5)),
                  Objects::nonNull);
      assertThat(reached.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("%s", round).isTrue();
      int more = round.moment == Moment.LATE ? random.nextInt(3000) : random.nextInt(200);
      boolean unused = new CountDownLatch(1).await(more, TimeUnit.MILLISECONDS);
      fault.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return submitted;
  }

  private static boolean nothingWasSubmitted(Throwable e) {
    return e instanceof OperationException refused
        && refused.failure().code() == ErrorCode.BUS_LOST
        && refused.failure().message().contains("nothing was");
  }

  private static boolean reached(Moment moment, OperationRecord record) {
    if (record.figures() == null) {
      return moment == Moment.BEGUN && record.state() == OperationState.RUNNING;
    }
    Phase phase = record.figures().phase();
    return switch (moment) {
      case BEGUN -> true;
      case DISKS -> phase.compareTo(Phase.DISKS) >= 0;
      case MEMORY, LATE -> phase.compareTo(Phase.MEMORY) >= 0;
    };
  }

  private Runnable fault(Fault fault, LabHost from, LabHost to) {
    return switch (fault) {
      case LEAVING_AGENT -> parts.killer(Part.AGENT, from);
      case ARRIVING_AGENT -> parts.killer(Part.AGENT, to);
      case LEAVING_LIBVIRTD -> parts.killer(Part.LIBVIRTD, from);
      case ARRIVING_LIBVIRTD -> parts.killer(Part.LIBVIRTD, to);
      case REDIS -> parts.killer(Part.REDIS, from);
      case CABLE -> () -> to.link(false);
    };
  }

  private void mend(Fault fault, LabHost from, LabHost to) {
    switch (fault) {
      case LEAVING_AGENT -> parts.restart(Part.AGENT, from);
      case ARRIVING_AGENT -> parts.restart(Part.AGENT, to);
      case LEAVING_LIBVIRTD -> parts.restart(Part.LIBVIRTD, from);
      case ARRIVING_LIBVIRTD -> parts.restart(Part.LIBVIRTD, to);
      case REDIS -> parts.restart(Part.REDIS, from);
      case CABLE -> {
        try {
          await("the libvirtd of " + from + " gives the line up")
              .atMost(CUT)
              .ignoreExceptionsInstanceOf(CommandFailedException.class)
              .until(() -> !migratesFrom(from));
        } catch (ConditionTimeoutException e) {
          // The line is back before anybody gave it up: that has to end well too.
          LOG.info("nobody gave the line up within {}", CUT);
        }
        to.link(true);
      }
    }
  }

  private static boolean migratesFrom(LabHost host) {
    return host.virsh("list", "--name").contains("web")
        && host.virsh("domjobinfo", "web").contains("Outgoing migration");
  }
}
