package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.hypervisor.Migrations.Completed;
import dev.pilothouse.agent.image.Rate;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.migration.plan.Peer;
import dev.pilothouse.agent.operation.migration.verdict.Side;
import dev.pilothouse.agent.operation.storage.Pools;
import dev.pilothouse.agent.operation.storage.Users;
import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.MigrationFigures.Phase;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationSummary;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.wire.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What is done once the other host has the VM. Doing it again does no harm. */
record Arrival(Work work, MigrateVm operation, Peer peer, Trip trip, Follower follower) {
  /** Too little goes through to tell what the line carries. */
  private static final long ENOUGH_TO_MEASURE = 64L << 20;

  Outcome finish() {
    work.progress(99, "removing what is left here", follower.at(Phase.FINISHING));
    List<String> notes = new ArrayList<>();
    Optional<Vm> there = there(notes);
    persist(there, notes);
    clearHere();
    autostart(there, notes);
    if (there.isPresent()) {
      trip.own().forEach(path -> remove(path, notes));
    }
    Optional<Completed> completed = completed();
    // Not every libvirt tells all of it where the VM arrived.
    long disks =
        Math.max(completed.map(Completed::diskBytes).orElse(0L), follower.figures().diskBytes());
    MigrationSummary summary =
        new MigrationSummary(
            operation.vm().host(),
            operation.to().host(),
            trip.lasted(work.now()).toMillis(),
            trip.wasOff() ? 0 : completed.map(Completed::downtimeMillis).orElse(-1L),
            Math.max(
                completed.map(Completed::memoryBytes).orElse(0L), follower.figures().memoryBytes()),
            Trip.loaded(work) + disks);
    completed.ifPresent(this::learnSpeed);
    String said = words(summary) + (notes.isEmpty() ? "" : "; " + String.join("; ", notes));
    return Outcome.succeeded(said, new Codec().write(MigrationSummary.class, summary));
  }

  private Optional<Vm> there(List<String> notes) {
    try {
      return peer.ask(host -> host.find(uuid()));
    } catch (OperationException e) {
      notes.add(operation.to().host() + " does not answer any more, so its files here stay");
      return Optional.empty();
    }
  }

  /** libvirt says that a VM has arrived also when it could not keep its definition. */
  private void persist(Optional<Vm> there, List<String> notes) {
    if (!trip.persistent() || there.isEmpty() || there.get().persistent()) {
      return;
    }
    try {
      String definition = work.hypervisor().secureXml(uuid());
      peer.tell(host -> host.redefine(uuid(), definition));
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.HYPERVISOR_LOST) {
        throw e;
      }
      notes.add(
          "it has no definition on "
              + operation.to().host()
              + " and would vanish when it stops: define it there with 'vm define'");
    }
  }

  /** Only what stands still or is off: the guest is proven to be the other host's. */
  private void clearHere() {
    Optional<Vm> here = work.hypervisor().find(uuid());
    if (here.isEmpty()) {
      return;
    }
    switch (Side.of(here)) {
      case HELD, PAUSED -> {
        Side there = peer.ask(host -> Side.of(host.find(uuid())));
        if (!there.has()) {
          throw new OperationException(
              ErrorCode.CHANGED_MEANWHILE,
              "It is not active on " + operation.to().host() + " any more.");
        }
        tolerating(() -> work.hypervisor().forceOff(uuid()));
        undefine();
      }
      case STOPPED, NEVER_RAN, LEFT -> undefine();
      case ABSENT, RUNS, POST_COPY, BROKEN, ARRIVING, UNKNOWN -> {}
    }
  }

  private void undefine() {
    if (work.hypervisor().find(uuid()).isPresent()) {
      tolerating(() -> work.hypervisor().undefine(uuid()));
    }
  }

  /** libvirt itself may be doing the same. */
  private static void tolerating(Runnable deed) {
    try {
      deed.run();
    } catch (OperationException e) {
      switch (e.failure().code()) {
        case NOT_FOUND, WRONG_STATE -> {}
        default -> throw e;
      }
    }
  }

  private void autostart(Optional<Vm> there, List<String> notes) {
    if (!trip.autostart() || there.isEmpty() || there.get().autostart()) {
      return;
    }
    try {
      peer.tell(host -> host.setAutostart(uuid(), true));
    } catch (OperationException e) {
      notes.add(
          "it does not start with " + operation.to().host() + " yet: 'vm autostart' sets that");
    }
  }

  /** Its own file here, which the other host has now. */
  private void remove(String path, List<String> notes) {
    Optional<Pools.Place> place = Pools.at(work, path);
    if (place.isEmpty()) {
      return;
    }
    try {
      if (peer.ask(host -> host.storage().volume(path)).isEmpty()) {
        notes.add(place.get().name() + " stays here, for " + operation.to().host() + " has none");
        return;
      }
    } catch (OperationException e) {
      notes.add(
          place.get().name() + " stays here, for " + operation.to().host() + " does not answer");
      return;
    }
    work.alone(
        () -> {
          String users = Users.of(work, place.get()).said();
          if (!users.isEmpty()) {
            notes.add(place.get().name() + " stays here, for it is needed by " + users);
            return path;
          }
          try {
            work.hypervisor().storage().deleteVolume(path);
          } catch (OperationException e) {
            if (e.failure().code() == ErrorCode.HYPERVISOR_LOST) {
              throw e;
            }
            notes.add(place.get().name() + " stays here: " + e.failure().message());
          }
          return path;
        });
  }

  private Optional<Completed> completed() {
    if (trip.wasOff()) {
      return Optional.empty();
    }
    try {
      return peer.ask(host -> host.migrations().completed(uuid()));
    } catch (OperationException e) {
      return Optional.empty();
    }
  }

  private void learnSpeed(Completed how) {
    long bytes = how.memoryBytes() + how.diskBytes();
    if (operation.options().bytesPerSecond() == 0 && bytes >= ENOUGH_TO_MEASURE) {
      long onAverage = bytes * 1000 / Math.max(1, how.totalMillis());
      work.departures()
          .ranTo(operation.to().host(), Math.max(onAverage, follower.figures().fastest()));
    }
  }

  private String words(MigrationSummary summary) {
    StringBuilder said =
        new StringBuilder("moved to ")
            .append(summary.to())
            .append(" in ")
            .append(seconds(trip.lasted(work.now())));
    if (!trip.wasOff()) {
      said.append(
          summary.downtimeMillis() < 0
              ? ""
              : ", " + summary.downtimeMillis() + " ms standing still");
      said.append(", ").append(amount(summary.memoryBytes())).append(" of memory");
    }
    return said.append(", ").append(amount(summary.diskBytes())).append(" of disks").toString();
  }

  private static String amount(long bytes) {
    return bytes % 1024 == 0 ? ByteAmount.of(bytes) : Rate.bytes(bytes);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  private UUID uuid() {
    return operation.vm().uuid();
  }
}
