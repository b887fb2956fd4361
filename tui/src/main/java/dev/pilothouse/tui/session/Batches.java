package dev.pilothouse.tui.session;

import dev.pilothouse.tui.screen.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What one session ordered lately, for the line of news. */
final class Batches {
  private static final int KEPT = 20;

  private List<Batch> newestLast = List.of();

  List<Batch> newestLast() {
    return newestLast;
  }

  void add(Batch batch) {
    List<Batch> now = new ArrayList<>(newestLast);
    now.add(batch);
    newestLast = List.copyOf(now.subList(Math.max(0, now.size() - KEPT), now.size()));
  }

  /** The one that an operation belongs to. */
  Optional<Batch> of(long number) {
    return newestLast.stream().filter(b -> b.states().containsKey(number)).findFirst();
  }

  void replace(Batch of, UnaryOperator<Batch> change) {
    List<Batch> now = new ArrayList<>(newestLast);
    now.replaceAll(
        b -> b.at().equals(of.at()) && b.label().equals(of.label()) ? change.apply(b) : b);
    newestLast = List.copyOf(now);
  }
}
