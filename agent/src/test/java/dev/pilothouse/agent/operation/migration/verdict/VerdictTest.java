package dev.pilothouse.agent.operation.migration.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.operation.migration.verdict.Verdict.Doubt;
import dev.pilothouse.agent.operation.migration.verdict.Verdict.Wait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which host has a VM: every pair of what two hosts can say. */
class VerdictTest {
  /**
   * Columns are what the other host says, in the order of {@link Side}; of a persistent VM that was
   * active. M moved, S stays, G goes on here, a wait for what arrives, t ask the other host again,
   * h ask this one again, p wait for post-copy, B both run, ? may have run there, ! post-copy
   * broke, N nowhere.
   */
  private static final String TABLE =
      """
      here|there  ABSENT STOPPED NEVER_RAN LEFT RUNS PAUSED HELD POST_COPY BROKEN ARRIVING UNKNOWN
      ABSENT      N      M       M         M    M    M      a    M         !      a        t
      STOPPED     S      ?       S         ?    M    M      a    M         !      a        t
      NEVER_RAN   S      ?       S         ?    M    M      a    M         !      a        t
      LEFT        N      M       N         M    M    M      a    M         !      a        t
      RUNS        S      S       S         S    B    B      a    !         !      a        S
      PAUSED      S      ?       S         ?    M    M      a    !         !      a        t
      HELD        G      ?       G         ?    M    M      a    !         !      a        t
      POST_COPY   !      !       !         !    p    p      a    p         !      a        t
      BROKEN      !      !       !         !    !    !      !    !         !      !        !
      ARRIVING    a      M       a         M    M    M      M    M         !      a        t
      UNKNOWN     h      h       h         h    h    h      h    h         h      h        h
      """;

  private static String letter(Verdict verdict) {
    return switch (verdict) {
      case Verdict.UnderWay u -> "u";
      case Verdict.Moved m -> "M";
      case Verdict.Stays s -> "S";
      case Verdict.GoesOn g -> "G";
      case Verdict.Ended e -> "E";
      case Verdict.AskAgain ask ->
          switch (ask.why()) {
            case HERE_SILENT -> "h";
            case THERE_SILENT -> "t";
            case ARRIVING -> "a";
            case POST_COPY -> "p";
          };
      case Verdict.Unclear unclear ->
          switch (unclear.why()) {
            case BOTH_RUN -> "B";
            case MAY_HAVE_RUN_THERE -> "?";
            case POST_COPY_BROKE -> "!";
            case NOWHERE -> "N";
          };
    };
  }

  private static String row(Side here, boolean wasOff, boolean persistent) {
    StringBuilder row = new StringBuilder(here.name());
    for (Side there : Side.values()) {
      row.append(' ').append(letter(Verdict.of(new Seen(false, here, there, wasOff, persistent))));
    }
    return row.toString();
  }

  @Test
  void everyPairHasItsVerdict() {
    List<String> rows = new ArrayList<>();
    rows.add("here|there");
    for (Side there : Side.values()) {
      rows.set(0, rows.getFirst() + " " + there);
    }
    for (Side here : Side.values()) {
      rows.add(row(here, false, true));
    }
    assertThat(rows).isEqualTo(TABLE.lines().map(line -> line.replaceAll(" +", " ")).toList());
  }

  @Test
  void aTransientVmLeavesNoTraceWhereItRan() {
    assertThat(row(Side.HELD, false, false)).isEqualTo("HELD ? ? G ? M M a ! ! a t");
    assertThat(row(Side.ABSENT, false, false)).isEqualTo("ABSENT E M M M M M a M ! a t");
  }

  @Test
  void aVmThatWasOffHasMovedOnceItsDefinitionIsThere() {
    assertThat(row(Side.STOPPED, true, true)).isEqualTo("STOPPED S M S M M M a M ! a t");
    for (Side here : EnumSet.complementOf(EnumSet.of(Side.STOPPED, Side.NEVER_RAN))) {
      assertThat(row(here, true, true)).isEqualTo(row(here, false, true));
    }
  }

  @Test
  void whatRunsHereIsNeverEndedAndWhatMayRunThereNeverResumed() {
    Set<Side> neverRan = EnumSet.of(Side.ABSENT, Side.NEVER_RAN);
    Set<Side> has =
        EnumSet.complementOf(EnumSet.of(Side.ABSENT, Side.BROKEN, Side.ARRIVING, Side.UNKNOWN));
    for (Side here : Side.values()) {
      for (Side there : Side.values()) {
        for (boolean wasOff : List.of(true, false)) {
          for (boolean persistent : List.of(true, false)) {
            Seen seen = new Seen(false, here, there, wasOff, persistent);
            Verdict verdict = Verdict.of(seen);
            if (verdict instanceof Verdict.Moved) {
              assertThat(here).as("%s", seen).isNotIn(Side.RUNS, Side.POST_COPY, Side.BROKEN);
              assertThat(there).as("%s", seen).isIn(has);
            }
            if (verdict instanceof Verdict.GoesOn) {
              assertThat(here).as("%s", seen).isEqualTo(Side.HELD);
              assertThat(there).as("%s", seen).isIn(neverRan);
            }
            if (there == Side.UNKNOWN && here != Side.RUNS && here != Side.BROKEN) {
              assertThat(verdict)
                  .as("%s", seen)
                  .isIn(
                      new Verdict.AskAgain(Wait.THERE_SILENT),
                      new Verdict.AskAgain(Wait.HERE_SILENT));
            }
            if (here == Side.RUNS && there.has()) {
              assertThat(verdict).as("%s", seen).isEqualTo(new Verdict.Unclear(Doubt.BOTH_RUN));
            }
            assertThat(Verdict.of(new Seen(true, here, there, wasOff, persistent)))
                .isEqualTo(new Verdict.UnderWay());
          }
        }
      }
    }
  }
}
