package dev.pilothouse.dist.e2e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Measures, for BENCHMARKS.md, how long after somebody else's {@code virsh start} and {@code virsh
 * destroy} returned that was seen over SSH, and how long after {@code kill -9} of an agent its host
 * is stale. Run {@code main} in {@code dist} after Maven's package phase.
 */
final class NewsFigures {
  private static final int ROUNDS = 20;
  private static final int KILLS = 5;

  private NewsFigures() {}

  public static void main(String[] args) {
    try (Watchers watchers = new Watchers()) {
      List<Watchers.Seen> seen = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        seen.addAll(watchers.startAndDestroy());
      }
      print("event follow", seen, Watchers.Seen::events);
      print("text UI", seen, Watchers.Seen::textUi);
      double[] stale = new double[KILLS];
      for (int i = 0; i < KILLS; i++) {
        stale[i] = watchers.killTheAgent();
        watchers.agentIsBack();
      }
      print("killed agent to stale", stale);
    }
  }

  private static void print(
      String what, List<Watchers.Seen> seen, ToDoubleFunction<Watchers.Seen> of) {
    print(what, seen.stream().mapToDouble(of).toArray());
  }

  private static void print(String what, double[] figures) {
    Arrays.sort(figures);
    System.out.printf(
        "%s: median %.0f ms, worst %.0f ms, of %d%n",
        what, figures[figures.length / 2], figures[figures.length - 1], figures.length);
  }
}
