package dev.pilothouse.fleet.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.placement.Need.Storage.NewDisk;
import dev.pilothouse.fleet.placement.Placement.Choice;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final long GIB = 1L << 30;
  private static final Need NEED = needing("base");

  private static Need needing(String image) {
    return Need.ofNew(2, 2 * GIB, new NewDisk("default", GIB, image), "default");
  }

  private static Fleet with(Fleet fleet, String host, long free, boolean equipped) {
    HostFacts facts =
        new HostFacts("u", "x86_64", 8, 32 * GIB, free, 0.5, "9.0.0", "QEMU", "1", true);
    Fleet known = fleet.apply(new FleetEvent.HostReported(host, facts, Instant.EPOCH));
    return known.apply(
        new FleetEvent.InventoryReported(host, equipped ? Vms.inventory() : Inventory.EMPTY));
  }

  @Test
  void theHostWithTheMostFreeMemoryIsChosenAndItSaysWhy() {
    Fleet fleet = with(with(Fleet.empty(), "h1", 4 * GIB, true), "h2", 20 * GIB, true);
    Choice choice = Placement.choose(fleet, NEED, Taken.nothing());
    assertThat(choice.host()).contains("h2");
    assertThat(choice.why().getFirst()).contains("h2 has the most free memory: 20 GiB of 32 GiB");
  }

  @Test
  void whatEarlierOnesTookCounts() {
    Fleet fleet = with(with(Fleet.empty(), "h1", 10 * GIB, true), "h2", 11 * GIB, true);
    Taken taken = Taken.nothing().plus(fleet, NEED, "h2");
    assertThat(Placement.choose(fleet, NEED, taken).host()).contains("h1");
  }

  @Test
  void hostsThatLackSomethingAreNamedWithTheReason() {
    Fleet fleet =
        with(with(with(Fleet.empty(), "h1", GIB, true), "h2", 20 * GIB, false), "h3", 9 * GIB, true)
            .apply(new FleetEvent.PresenceChanged("h3", Presence.STALE));
    Choice choice = Placement.choose(fleet, NEED, Taken.nothing());
    assertThat(choice.host()).isEmpty();
    assertThat(choice.why())
        .containsExactly(
            "h1 does not fit: it has 1 GiB of memory free.",
            "h2 does not fit: it has no active pool default; it has no image base; it has no active"
                + " network default.",
            "h3 does not fit: it does not answer.");
  }

  @Test
  void anImageThatIsNotThereRulesAHostOut() {
    Fleet fleet = with(Fleet.empty(), "h1", 20 * GIB, true);
    Need need = needing("rocky9");
    assertThat(Placement.choose(fleet, need, Taken.nothing()).why())
        .containsExactly("h1 does not fit: it has no image rocky9.");
  }
}
