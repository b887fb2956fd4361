package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.migration.plan.Peer;
import dev.pilothouse.agent.operation.migration.verdict.Seen;
import dev.pilothouse.agent.operation.migration.verdict.Side;
import dev.pilothouse.agent.operation.migration.verdict.Verdict;
import dev.pilothouse.agent.operation.migration.verdict.Verdict.Doubt;
import dev.pilothouse.agent.operation.migration.verdict.Verdict.Wait;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationFigures.Phase;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which host has a VM, however its migration ended, and makes that so: the same way after
 * a success, a failure, and a crash of anything.
 */
final class Ending {
  private static final Duration FOLLOW_EVERY = Duration.ofMillis(250);
  private static final Duration ASK_EVERY = Duration.ofSeconds(1);

  /** libvirt takes half a minute to notice a cut line. */
  private static final Duration LEFTOVERS_VANISH_WITHIN = Duration.ofMinutes(2);

  /** What arrives, or follows, moves; what does not for so long is stuck. */
  private static final Duration COMES_TO_AN_END_WITHIN = Duration.ofMinutes(10);

  /** A person who cancelled before the other host went silent gave no word on that. */
  private static final Duration AFTER_A_CANCEL = Duration.ofMinutes(2);

  private final Work work;
  private final MigrateVm operation;
  private final Peer peer;
  private final Trip trip;
  private final Follower follower;

  Ending(Work work, MigrateVm operation, Peer peer, Trip trip, Follower follower) {
    this.work = work;
    this.operation = operation;
    this.peer = peer;
    this.trip = trip;
    this.follower = follower;
  }

  /** Asks both until they tell, or nobody wants to wait any more: then it is an AskAgain. */
  Verdict find() {
    boolean cancelledBefore = work.cancelRequested();
    @Nullable Instant waitsSince = null;
    @Nullable Wait waitsFor = null;
    while (true) {
      Seen seen = seen();
      switch (Verdict.of(seen)) {
        case Verdict.UnderWay u -> {
          waitsSince = null;
          follower.look();
          work.await(FOLLOW_EVERY);
        }
        case Verdict.AskAgain ask -> {
          if (waitsSince == null || waitsFor != ask.why()) {
            waitsSince = work.now();
            waitsFor = ask.why();
          }
          Duration waited = Duration.between(waitsSince, work.now());
          if (ask.why() == Wait.ARRIVING
              && seen.here() == Side.RUNS
              && waited.compareTo(LEFTOVERS_VANISH_WITHIN) > 0) {
            return new Verdict.Stays();
          }
          if (enough(ask.why(), waited, cancelledBefore)) {
            return ask;
          }
          work.progress(-1, words(ask.why()), follower.at(Phase.FINDING_OUT));
          work.await(waited.compareTo(ASK_EVERY) < 0 ? FOLLOW_EVERY : ASK_EVERY);
        }
        case Verdict.Moved v -> {
          return v;
        }
        case Verdict.Stays v -> {
          return v;
        }
        case Verdict.GoesOn v -> {
          return v;
        }
        case Verdict.Ended v -> {
          return v;
        }
        case Verdict.Unclear v -> {
          return v;
        }
      }
    }
  }

  private boolean enough(Wait why, Duration waited, boolean cancelledBefore) {
    if (work.cancelRequested() && (!cancelledBefore || waited.compareTo(AFTER_A_CANCEL) > 0)) {
      return true;
    }
    return switch (why) {
      case HERE_SILENT, THERE_SILENT -> false;
      case ARRIVING, POST_COPY -> waited.compareTo(COMES_TO_AN_END_WITHIN) > 0;
    };
  }

  private Seen seen() {
    boolean underWay = false;
    Side here;
    try {
      here = Side.of(work.hypervisor().find(uuid()));
      underWay =
          switch (here) {
            case RUNS, PAUSED, HELD, POST_COPY -> follower.underWay();
            case ABSENT, STOPPED, NEVER_RAN, LEFT, BROKEN, ARRIVING, UNKNOWN -> false;
          };
    } catch (OperationException e) {
      if (!Peer.gaveNoAnswer(e)) {
        throw e;
      }
      here = Side.UNKNOWN;
    }
    Side there = underWay || here == Side.UNKNOWN ? Side.UNKNOWN : there();
    return new Seen(underWay, here, there, trip.wasOff(), trip.persistent());
  }

  private Side there() {
    try {
      return peer.ask(host -> Side.of(host.find(uuid())));
    } catch (OperationException e) {
      if (!Peer.gaveNoAnswer(e)) {
        throw e;
      }
      return Side.UNKNOWN;
    }
  }

  private String words(Wait why) {
    return switch (why) {
      case HERE_SILENT -> "waiting for libvirt to come back, to see which host has " + trip.name();
      case THERE_SILENT -> silent();
      case ARRIVING -> "waiting until " + to() + " has decided what becomes of what arrived there";
      case POST_COPY -> "it runs on " + to() + "; waiting for the rest of its memory";
    };
  }

  private String silent() {
    String meanwhile =
        switch (meanwhile()) {
          case OFF -> trip.name() + " is off here and must not be started until it can";
          case GONE -> trip.name() + " is not here any more";
          case STANDS -> trip.name() + " is paused here and must not be resumed until it can";
        };
    return to() + " cannot be asked; " + meanwhile;
  }

  private enum Meanwhile {
    OFF,
    GONE,
    STANDS
  }

  private Meanwhile meanwhile() {
    try {
      return switch (Side.of(work.hypervisor().find(uuid()))) {
        case ABSENT, ARRIVING -> Meanwhile.GONE;
        case STOPPED, NEVER_RAN, LEFT -> Meanwhile.OFF;
        case RUNS, PAUSED, HELD, POST_COPY, BROKEN, UNKNOWN -> Meanwhile.STANDS;
      };
    } catch (OperationException e) {
      return Meanwhile.STANDS;
    }
  }

  /**
   * Makes true what the verdict says.
   *
   * @param why how it failed; null when that is not known
   */
  Finding make(Verdict verdict, @Nullable Failure why) {
    return switch (verdict) {
      case Verdict.Moved m ->
          new Finding.Settled(new Arrival(work, operation, peer, trip, follower).finish());
      case Verdict.Stays s -> stays(why);
      case Verdict.GoesOn g -> {
        work.hypervisor().resume(uuid());
        yield stays(why);
      }
      case Verdict.Ended e ->
          new Finding.Settled(
              Outcome.failed(
                  new Failure(
                      ErrorCode.WRONG_STATE,
                      trip.name()
                          + " stopped while it migrated; it had no definition, so neither host has"
                          + " it any more."
                          + removed(),
                      "Start it anew as it was started before; its disks are where they were.")));
      case Verdict.UnderWay u -> throw new IllegalStateException("it is under way");
      case Verdict.AskAgain ask -> new Finding.Settled(unknown(ask.why()));
      case Verdict.Unclear unclear -> new Finding.Settled(unclear(unclear.why()));
    };
  }

  private Finding stays(@Nullable Failure why) {
    work.progress(-1, "removing what was made on " + to(), follower.at(Phase.FINISHING));
    String left = removed();
    String stays =
        trip.wasOff()
            ? trip.name() + " is on " + from() + " as before."
            : trip.name() + " goes on at " + from() + ".";
    if (work.cancelRequested()) {
      return new Finding.Settled(Outcome.cancelled("Cancelled; " + stays + left));
    }
    if (why == null) {
      return left.isEmpty()
          ? new Finding.NotDone()
          : new Finding.Settled(
              Outcome.failed(ErrorCode.HYPERVISOR_LOST, "It was broken off; " + stays + left));
    }
    return new Finding.Settled(
        Outcome.failed(
            new Failure(why.code(), sentence(why.message()) + " " + stays + left, why.hint())));
  }

  private static String sentence(String text) {
    return text.isEmpty() || text.endsWith(".") ? text : text + ".";
  }

  private boolean stillArrives() {
    return Trip.asked(work)
        && switch (peer.ask(host -> Side.of(host.find(uuid())))) {
          case ARRIVING, HELD -> true;
          case ABSENT, STOPPED, NEVER_RAN, LEFT, RUNS, PAUSED, POST_COPY, BROKEN, UNKNOWN -> false;
        };
  }

  private void awaitRemoval(String why) {
    work.progress(-1, to() + " " + why, follower.at(Phase.FINISHING));
    work.await(ASK_EVERY);
  }

  /** Takes away what was made over there; what could not be, for people. */
  private String removed() {
    boolean cancelledBefore = work.cancelRequested();
    Instant until = work.now().plus(LEFTOVERS_VANISH_WITHIN);
    @Nullable List<String> left = null;
    while (left == null) {
      boolean enough = (work.cancelRequested() && !cancelledBefore) || !work.now().isBefore(until);
      try {
        if (!enough && stillArrives()) {
          awaitRemoval("still has what arrived; waiting until its libvirt removes that");
          continue;
        }
        left = new ArrayList<>(definitionRemoved());
        left.addAll(new MadeThere(work).takeBack(peer));
      } catch (OperationException e) {
        if (!Peer.gaveNoAnswer(e)) {
          throw e;
        }
        left = null;
        List<String> made = new MadeThere(work).names();
        if (made.isEmpty() || enough) {
          left = unreachable(made);
        } else {
          awaitRemoval("does not answer; waiting a little, to remove what was made there");
        }
      }
    }
    return left.isEmpty()
        ? ""
        : " Left behind: " + String.join("; ", left) + ". Remove it by hand.";
  }

  private List<String> unreachable(List<String> made) {
    return Trip.asked(work) || !made.isEmpty()
        ? List.of(
            "whatever there is of it on "
                + to()
                + ", which cannot be asked now"
                + (made.isEmpty() ? "" : " (volumes " + String.join(", ", made) + ")"))
        : List.of();
  }

  /** A definition of it over there is a copy: the VM itself is proven to be here. */
  private List<String> definitionRemoved() {
    if (!Trip.asked(work)) {
      return List.of();
    }
    switch (peer.ask(host -> Side.of(host.find(uuid())))) {
      case STOPPED, NEVER_RAN, LEFT -> peer.tell(host -> host.undefine(uuid()));
      case ABSENT -> {}
      case ARRIVING, HELD, POST_COPY, BROKEN, RUNS, PAUSED, UNKNOWN -> {
        return List.of("what arrived of it on " + to() + " ('virsh destroy " + uuid() + "' there)");
      }
    }
    return List.of();
  }

  private Outcome unknown(Wait why) {
    return switch (why) {
      case HERE_SILENT ->
          Outcome.interrupted(
              ErrorCode.HYPERVISOR_LOST,
              "libvirt on "
                  + from()
                  + " does not answer, so it is not known which host has "
                  + trip.name()
                  + ".",
              "When it is back, look on both hosts with 'vm list'; let it run on one of them only.");
      case THERE_SILENT ->
          Outcome.interrupted(
              ErrorCode.HOST_UNREACHABLE,
              silent() + ".",
              "Look on "
                  + to()
                  + " with 'virsh domstate "
                  + uuid()
                  + "'. If it runs there: 'vm force-off' and 'vm delete' here. If it is not there:"
                  + " 'vm resume' here. Never both.");
      case ARRIVING ->
          Outcome.interrupted(
              ErrorCode.WRONG_STATE,
              to() + " still has what arrived of " + trip.name() + ", and does not let it run.",
              "Look on both with 'virsh domstate "
                  + uuid()
                  + " --reason'. If it runs here, or stands still here by migration: 'virsh destroy'"
                  + " there, then 'vm resume' here if it stands still.");
      case POST_COPY -> unclear(Doubt.POST_COPY_BROKE);
    };
  }

  private Outcome unclear(Doubt why) {
    String name = trip.name();
    return switch (why) {
      case BOTH_RUN ->
          Outcome.interrupted(
              ErrorCode.CHANGED_MEANWHILE,
              name + " is active on both " + from() + " and " + to() + ".",
              "At once: decide which is right, and end the other with 'vm force-off'; both write to"
                  + " the same disks.");
      case MAY_HAVE_RUN_THERE ->
          Outcome.interrupted(
              ErrorCode.CHANGED_MEANWHILE,
              name
                  + " is not running on "
                  + to()
                  + ", but may have run there since; on "
                  + from()
                  + " it is as it was when it went over.",
              "Look into its log on "
                  + to()
                  + " (/var/log/libvirt/qemu). If it ran there: 'vm force-off' and 'vm delete' on "
                  + from()
                  + ", and start it there. If not: delete it there and 'vm resume' it on "
                  + from()
                  + ".");
      case POST_COPY_BROKE ->
          Outcome.interrupted(
              ErrorCode.WRONG_STATE,
              "The line broke in post-copy: part of the memory of "
                  + name
                  + " is on "
                  + from()
                  + ", the rest on "
                  + to()
                  + ".",
              "When the line is back, 'virsh migrate --postcopy --postcopy-resume' with the same"
                  + " destination goes on. Else it is as after a power cut: end it on both, and start"
                  + " it on "
                  + to()
                  + ".");
      case NOWHERE ->
          Outcome.interrupted(
              ErrorCode.NOT_FOUND,
              "Neither " + from() + " nor " + to() + " has " + name + " any more.",
              "Somebody may have moved or deleted it meanwhile; look for it with 'vm list'. Its disks"
                  + " are where they were.");
    };
  }

  private UUID uuid() {
    return operation.vm().uuid();
  }

  private String from() {
    return operation.vm().host();
  }

  private String to() {
    return operation.to().host();
  }
}
