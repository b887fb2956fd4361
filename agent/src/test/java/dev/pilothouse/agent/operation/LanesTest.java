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
  void ofSomeKindsOnlySoManyRunAtOnceAndOthersPassThem() {
    Lanes.Bound two = new Lanes.Bound("migration", "migrations", 2);
    for (int vm = 1; vm <= 3; vm++) {
      int number = vm;
      lanes.add(number, Lane.of(new UUID(0, vm)), two, () -> done.add("migration " + number));
    }
    lanes.add(4, WEB, () -> done.add("4"));
    assertThat(begun).hasSize(3);
    assertThat(said).containsExactly("3: waiting: 2 migrations run on this host");
    work();
    assertThat(done).containsExactly("migration 1", "migration 2", "4", "migration 3");

    said.clear();
    Lanes.Bound one = new Lanes.Bound("migration", "migrations", 1);
    lanes.add(5, null, one, () -> done.add("5"));
    lanes.add(6, null, one, () -> done.add("6"));
    assertThat(said).containsExactly("6: waiting: a migration runs on this host");
    work();
    assertThat(done).endsWith("5", "6");
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
