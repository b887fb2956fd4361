package dev.pilothouse.fleet.placement;

import static dev.pilothouse.fleet.placement.Hosts.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MigrationOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Evening out what hosts carry. */
class BalanceTest {
  private static List<String> moves(Fleet fleet) {
    return BalancePlan.of(fleet, Taken.nothing()).moves().stream()
        .map(m -> m.vm().name() + " from " + m.vm().host() + " to " + m.to().host())
        .toList();
  }

  private static Vm vm(String host, String name, long gib, String... tags) {
    return Hosts.running(host, name, gib).tags(tags).build();
  }

  @Test
  void aFullHostGivesToAnEmptyOneInAsFewMovesAsItTakes() {
    Fleet fleet =
        Hosts.with(Hosts.of("h1", "h2"), vm("h1", "a", 16), vm("h1", "b", 8), vm("h1", "c", 4));
    BalancePlan plan = BalancePlan.of(fleet, Taken.nothing());
    assertThat(moves(fleet)).containsExactly("a from h1 to h2");
    assertThat(plan.moves().getFirst().why())
        .isEqualTo("h1 carries 88% of its memory, h2 6%; with a there they are at 38% and 50%.");
    assertThat(plan.before()).extracting(BalancePlan.Carried::memory).containsExactly(0.875, 0.0);
    assertThat(plan.after()).extracting(BalancePlan.Carried::memory).containsExactly(0.375, 0.5);
    assertThat(plan.operations(MigrationOptions.standard()).getFirst().batch()).isEmpty();
  }

  @Test
  void manySmallOnesMoveUntilHostsAreNoFifthApart() {
    Vm[] small = new Vm[8];
    for (int i = 0; i < small.length; i++) {
      small[i] = vm("h1", "vm" + i, 2);
    }
    Fleet fleet = Hosts.with(Hosts.of("h1", "h2", "h3"), small);
    assertThat(moves(fleet))
        .containsExactly(
            "vm0 from h1 to h2", "vm1 from h1 to h3", "vm2 from h1 to h2", "vm3 from h1 to h3");
  }

  @Test
  void aMoveThatOnlyMakesTheOtherHostTheFullOneIsNone() {
    Fleet fleet =
        Hosts.with(Hosts.of("h1", "h2"), vm("h1", "a", 12), vm("h1", "b", 2), vm("h2", "c", 2));
    assertThat(moves(fleet)).containsExactly("b from h1 to h2");
  }

  @Test
  void whatIsEvenStaysAsItIs() {
    assertThat(moves(Hosts.with(Hosts.of("h1", "h2"), vm("h1", "a", 16), vm("h2", "b", 15))))
        .isEmpty();
    assertThat(moves(Hosts.with(Hosts.of("h1", "h2"), vm("h1", "a", 16))))
        .as("it would only be elsewhere")
        .isEmpty();
    assertThat(moves(Hosts.of("h1"))).isEmpty();
    assertThat(moves(Fleet.empty())).isEmpty();
  }

  @Test
  void busyCpusCountLikeMemory() {
    Fleet fleet =
        Hosts.with(
            Hosts.host(Hosts.of("h1", "h2"), "h1", 32 * GIB, 7, 1, null),
            Hosts.running("h1", "busy", 1).cpuPercent(300).build(),
            Hosts.running("h1", "idle", 1).cpuPercent(1).build());
    assertThat(moves(fleet)).containsExactly("busy from h1 to h2");
  }

  @Test
  void nothingIsProposedThatPlacementRefuses() {
    Fleet fleet =
        Hosts.with(
            Hosts.of("h1", "h2"),
            vm("h1", "a", 16, "apart:db"),
            vm("h1", "b", 8),
            vm("h2", "c", 1, "apart:db"));
    assertThat(moves(fleet)).containsExactly("b from h1 to h2");
    assertThat(moves(Hosts.maintained(fleet, "h2", 7))).isEmpty();
  }

  @Test
  void whatStoppedCarriesNothing() {
    Vm off = dev.pilothouse.fleet.model.Vms.vm("h1", "off").memoryBytes(30 * GIB).build();
    assertThat(moves(Hosts.with(Hosts.of("h1", "h2"), off))).isEmpty();
  }
}
