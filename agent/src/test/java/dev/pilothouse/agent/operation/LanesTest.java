package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.operation.Operation.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the agent does by itself, between what people order. */
class LanesTest {
  private static final Lane WEB = Lane.of(new UUID(1, 2));

  private final Deque<Runnable> begun = new ArrayDeque<>();
  private final List<String> said = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final Lanes lanes =
      new Lanes(8, begun::add, (number, phase) -> said.add(number + ": " + phase));

  private void work() {
    while (!begun.isEmpty()) {
      begun.remove().run();
    }
  }

  @Test
  void whoWaitsForHousekeepingIsToldSo() {
    lanes.addHousekeeping(WEB, () -> done.add("housekeeping"));
    lanes.add(7, WEB, () -> done.add("7"));
    assertThat(said).containsExactly("7: waiting for the agent's housekeeping on this VM");
    work();
    assertThat(done).containsExactly("housekeeping", "7");
  }

  @Test
  void housekeepingWaitsOnceAndTellsNobody() {
    lanes.add(7, WEB, () -> done.add("7"));
    lanes.addHousekeeping(WEB, () -> done.add("housekeeping"));
    lanes.addHousekeeping(WEB, () -> done.add("more housekeeping"));
    assertThat(said).isEmpty();
    work();
    assertThat(done).containsExactly("7", "housekeeping");
  }
}
