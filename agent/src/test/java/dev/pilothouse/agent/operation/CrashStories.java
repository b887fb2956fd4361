package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.operation.handler.Trash;
import dev.pilothouse.agent.operation.trash.TrashFolder;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Tells the story of one operation again and again, with another death of the agent each time. */
final class CrashStories {
  private static final Duration FRESH = Duration.ofMinutes(5);

  /** Odd and not a multiple of three, so that it meets all of a story's boundaries. */
  private static final int SECOND_DEATHS = 7;

  /** What a story is about, once its operation is over. */
  private record Ending(OperationState state, List<String> effects, boolean goalHolds) {}

  private final Path temp;
  private final int mostEffects;

  /**
   * @param mostEffects how many calls the operation needs when nothing goes wrong
   */
  CrashStories(Path temp, int mostEffects) {
    this.temp = temp;
    this.mostEffects = mostEffects;
  }

  /** What a story is about, on a host that has a trash. */
  interface Plot {
    VmRef world(FakeHypervisor hypervisor, Trash trash);

    Operation operation(FakeHypervisor hypervisor, VmRef vm);

    boolean goal(FakeHypervisor hypervisor, VmRef vm, Trash trash);
  }

  List<String> dieEverywhere(
      Function<FakeHypervisor, VmRef> world,
      BiFunction<FakeHypervisor, VmRef, Operation> operation,
      BiFunction<FakeHypervisor, VmRef, Boolean> goal)
      throws IOException {
    return dieEverywhere(
        new Plot() {
          @Override
          public VmRef world(FakeHypervisor hypervisor, Trash trash) {
            return world.apply(hypervisor);
          }

          @Override
          public Operation operation(FakeHypervisor hypervisor, VmRef vm) {
            return operation.apply(hypervisor, vm);
          }

          @Override
          public boolean goal(FakeHypervisor hypervisor, VmRef vm, Trash trash) {
            return goal.apply(hypervisor, vm);
          }
        });
  }

  /** Every boundary, until a story ends without reaching the one to die at. */
  List<String> dieEverywhere(Plot plot) throws IOException {
    List<String> told = new ArrayList<>();
    boolean died = true;
    for (int fatal = 1; died; fatal++) {
      Path state = temp.resolve("state-" + fatal);
      Trash trash = new TrashFolder(state.resolve("trash"));
      FakeHypervisor hypervisor = new FakeHypervisor();
      VmRef vm = plot.world(hypervisor, trash);
      FakeBus bus = new FakeBus();
      Order order = bus.submit(plot.operation(hypervisor, vm), FRESH);
      Mortality mortality = new Mortality(fatal);

      new Life(mortality, state, bus, hypervisor).live(order);
      died = mortality.dead();
      if (died) {
        // The second run dies too, somewhere in its recovery; the third may live.
        Mortality second = new Mortality(1 + fatal % SECOND_DEATHS);
        new Life(second, state, bus, hypervisor).live(order);
        if (second.dead()) {
          new Life(new Mortality(0), state, bus, hypervisor).live(order);
        }
      }

      Ending ending =
          new Ending(
              bus.state(order), List.copyOf(hypervisor.effects), plot.goal(hypervisor, vm, trash));
      String story = mortality.where() + ": " + ending.state + " " + ending.effects;
      assertThat(ending.state.terminal()).as(story).isTrue();
      assertThat(ending.effects).as(story).hasSizeLessThanOrEqualTo(mostEffects);
      switch (ending.state) {
        case SUCCEEDED -> assertThat(ending.goalHolds).as(story).isTrue();
        case INTERRUPTED -> assertThat(bus.record(order.number()).failure()).isNotNull();
        case FAILED, CANCELLED, EXPIRED, SUBMITTED, ACCEPTED, RUNNING ->
            throw new AssertionError(story);
      }
      told.add(story);
    }
    assertThat(told).as("boundaries").hasSizeGreaterThan(10);
    return told;
  }
}
