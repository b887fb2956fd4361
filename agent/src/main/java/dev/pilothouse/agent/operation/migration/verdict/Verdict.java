package dev.pilothouse.agent.operation.migration.verdict;

/**
 * Which host has a VM whose migration broke off, and so what is to be done. The rule above all:
 * nothing is resumed, stopped or forgotten unless the guest is proven to be the other's, or nobody
 * else's.
 */
public sealed interface Verdict {
  /** libvirt is still at it: its end tells more. */
  record UnderWay() implements Verdict {}

  /** The other host has it: what is left here goes. */
  record Moved() implements Verdict {}

  /** This host has it: what was made over there goes. */
  record Stays() implements Verdict {}

  /** It stands still here, and the other host provably never ran it: it goes on here. */
  record GoesOn() implements Verdict {}

  /** It ended in between, and a transient VM that ended is no more. */
  record Ended() implements Verdict {}

  /** It cannot be told yet. */
  record AskAgain(Wait why) implements Verdict {}

  /** It cannot be told by machine. */
  record Unclear(Doubt why) implements Verdict {}

  /** What is waited for. */
  enum Wait {
    /** This host's libvirt. */
    HERE_SILENT,
    /** The other host, while the guest here must not be let run. */
    THERE_SILENT,
    /** What arrives there comes to life or goes away, as its libvirt decides. */
    ARRIVING,
    /** The rest of its memory. */
    POST_COPY
  }

  /** What a person has to look at. */
  enum Doubt {
    /** It runs on both. */
    BOTH_RUN,
    /** It stands still here; the other host has it, stopped, and may have run it. */
    MAY_HAVE_RUN_THERE,
    POST_COPY_BROKE,
    /** Neither host has it, though one should. */
    NOWHERE
  }

  static Verdict of(Seen seen) {
    if (seen.underWay()) {
      return new UnderWay();
    }
    return switch (seen.here()) {
      case RUNS -> whileItRunsHere(seen);
      case PAUSED -> whileItIsPausedHere(seen);
      case HELD -> whileItStandsStillHere(seen);
      case POST_COPY -> whileItsMemoryIsHere(seen);
      case BROKEN -> new Unclear(Doubt.POST_COPY_BROKE);
      case STOPPED, NEVER_RAN -> whileItIsOffHere(seen);
      case LEFT -> sinceItLeft(seen);
      case ABSENT -> withoutItHere(seen);
      case ARRIVING -> whileItComesBack(seen);
      case UNKNOWN -> new AskAgain(Wait.HERE_SILENT);
    };
  }

  private static Verdict whileItRunsHere(Seen seen) {
    return switch (seen.there()) {
      case ABSENT, STOPPED, NEVER_RAN, LEFT, UNKNOWN -> new Stays();
      case ARRIVING, HELD -> new AskAgain(Wait.ARRIVING);
      case RUNS, PAUSED -> new Unclear(Doubt.BOTH_RUN);
      case POST_COPY, BROKEN -> new Unclear(Doubt.POST_COPY_BROKE);
    };
  }

  private static Verdict whileItIsPausedHere(Seen seen) {
    return switch (seen.there()) {
      case ABSENT, NEVER_RAN -> new Stays();
      case STOPPED, LEFT -> new Unclear(Doubt.MAY_HAVE_RUN_THERE);
      case ARRIVING, HELD -> new AskAgain(Wait.ARRIVING);
      case RUNS, PAUSED -> new Moved();
      case POST_COPY, BROKEN -> new Unclear(Doubt.POST_COPY_BROKE);
      case UNKNOWN -> new AskAgain(Wait.THERE_SILENT);
    };
  }

  private static Verdict whileItStandsStillHere(Seen seen) {
    return switch (seen.there()) {
      // A persistent one that arrived would be defined there; a transient one leaves no trace.
      case ABSENT -> seen.persistent() ? new GoesOn() : new Unclear(Doubt.MAY_HAVE_RUN_THERE);
      case NEVER_RAN -> new GoesOn();
      case STOPPED, LEFT -> new Unclear(Doubt.MAY_HAVE_RUN_THERE);
      case ARRIVING, HELD -> new AskAgain(Wait.ARRIVING);
      case RUNS, PAUSED -> new Moved();
      case POST_COPY, BROKEN -> new Unclear(Doubt.POST_COPY_BROKE);
      case UNKNOWN -> new AskAgain(Wait.THERE_SILENT);
    };
  }

  private static Verdict whileItsMemoryIsHere(Seen seen) {
    return switch (seen.there()) {
      case RUNS, PAUSED, POST_COPY -> new AskAgain(Wait.POST_COPY);
      case ARRIVING, HELD -> new AskAgain(Wait.ARRIVING);
      case UNKNOWN -> new AskAgain(Wait.THERE_SILENT);
      case ABSENT, STOPPED, NEVER_RAN, LEFT, BROKEN -> new Unclear(Doubt.POST_COPY_BROKE);
    };
  }

  private static Verdict whileItIsOffHere(Seen seen) {
    return switch (seen.there()) {
      case ABSENT, NEVER_RAN -> new Stays();
      case STOPPED, LEFT -> seen.wasOff() ? new Moved() : new Unclear(Doubt.MAY_HAVE_RUN_THERE);
      case RUNS, PAUSED, POST_COPY -> new Moved();
      case ARRIVING, HELD -> new AskAgain(Wait.ARRIVING);
      case BROKEN -> new Unclear(Doubt.POST_COPY_BROKE);
      case UNKNOWN -> new AskAgain(Wait.THERE_SILENT);
    };
  }

  private static Verdict sinceItLeft(Seen seen) {
    return switch (seen.there()) {
      case RUNS, PAUSED, POST_COPY, STOPPED, LEFT -> new Moved();
      case ARRIVING, HELD -> new AskAgain(Wait.ARRIVING);
      case UNKNOWN -> new AskAgain(Wait.THERE_SILENT);
      case BROKEN -> new Unclear(Doubt.POST_COPY_BROKE);
      case ABSENT, NEVER_RAN -> new Unclear(Doubt.NOWHERE);
    };
  }

  private static Verdict withoutItHere(Seen seen) {
    return switch (seen.there()) {
      case RUNS, PAUSED, POST_COPY, STOPPED, NEVER_RAN, LEFT -> new Moved();
      case ABSENT -> seen.persistent() ? new Unclear(Doubt.NOWHERE) : new Ended();
      case ARRIVING, HELD -> new AskAgain(Wait.ARRIVING);
      case BROKEN -> new Unclear(Doubt.POST_COPY_BROKE);
      case UNKNOWN -> new AskAgain(Wait.THERE_SILENT);
    };
  }

  /** It was over there, and is on its way back: that is another operation's. */
  private static Verdict whileItComesBack(Seen seen) {
    return switch (seen.there()) {
      case UNKNOWN -> new AskAgain(Wait.THERE_SILENT);
      case ABSENT, NEVER_RAN, ARRIVING -> new AskAgain(Wait.ARRIVING);
      case RUNS, PAUSED, POST_COPY, HELD, STOPPED, LEFT -> new Moved();
      case BROKEN -> new Unclear(Doubt.POST_COPY_BROKE);
    };
  }
}
