package dev.pilothouse.server.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResizingTest {
  private final List<String> seen = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final Resizing resizing =
      new Resizing(
          80, 24, (columns, rows) -> seen.add(columns + "x" + rows), (d, task) -> later.add(task));

  private void time() {
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void theFirstPassesAtOnceAndTheNewestOfAStormAfterwards() {
    for (int i = 0; i < 10_000; i++) {
      resizing.to(100 + i % 7, 30);
    }
    resizing.to(132, 43);

    assertThat(seen).containsExactly("100x30");
    assertThat(later).hasSize(1);
    time();
    assertThat(seen).containsExactly("100x30", "132x43");
    time();
    assertThat(later).isEmpty();
  }

  @Test
  void afterAQuietMomentTheNextPassesAtOnceAgain() {
    resizing.to(100, 30);
    time();
    resizing.to(90, 30);

    assertThat(seen).containsExactly("100x30", "90x30");
  }

  @Test
  void theSameSizeIsNoNews() {
    resizing.to(80, 24);
    resizing.to(100, 30);
    resizing.to(90, 30);
    resizing.to(100, 30);
    time();

    assertThat(seen).containsExactly("100x30");
    assertThat(later).isEmpty();
  }
}
