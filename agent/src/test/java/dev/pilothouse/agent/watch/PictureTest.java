package dev.pilothouse.agent.watch;

import static dev.pilothouse.fleet.model.Vms.ref;
import static dev.pilothouse.fleet.model.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PictureTest {
  private final Picture picture = new Picture("h1");
  private final Vm web =
      vm("h1", "web").state(VmState.RUNNING, "booted").build().withCpuPercent(-1);
  private final Vm db = vm("h1", "db").build().withCpuPercent(-1);

  @Test
  void the_first_list_is_told_whole_and_then_only_what_differs() {
    assertThat(picture.listed(List.of(web, db)))
        .singleElement()
        .isInstanceOfSatisfying(
            FleetEvent.VmsListed.class,
            e -> assertThat(e.vms()).containsExactlyInAnyOrder(web, db));
    assertThat(picture.listed(List.of(web, db))).isEmpty();
    assertThat(picture.listed(List.of(db)))
        .containsExactly(new FleetEvent.VmGone(ref("h1", "web")));
    assertThat(picture.listed(List.of(web, db))).containsExactly(new FleetEvent.VmChanged(web));
  }

  @Test
  void what_was_seen_before_the_first_list_is_told_at_once_and_again_with_it() {
    assertThat(picture.seen(web.ref().uuid(), Optional.of(web)))
        .containsExactly(new FleetEvent.VmChanged(web));
    assertThat(picture.listed(List.of(web, db)))
        .singleElement()
        .isInstanceOf(FleetEvent.VmsListed.class);
  }

  @Test
  void what_is_on_its_way_here_is_no_vm_of_this_host_yet() {
    Vm coming = vm("h1", "web").state(VmState.PAUSED, Vm.ARRIVING).build();
    picture.listed(List.of(coming, db));
    assertThat(picture.arriving(Set.of(coming.ref().uuid(), db.ref().uuid())))
        .containsExactly(coming.ref().uuid());
    assertThat(picture.arriving(Set.of(db.ref().uuid()))).isEmpty();
    picture.seen(coming.ref().uuid(), Optional.empty());
    assertThat(picture.has(coming.ref().uuid())).isFalse();
  }

  @Test
  void a_vm_that_is_gone_is_told_once() {
    picture.listed(List.of(web));
    assertThat(picture.seen(web.ref().uuid(), Optional.empty())).hasSize(1);
    assertThat(picture.seen(web.ref().uuid(), Optional.empty())).isEmpty();
  }

  @Test
  void a_figure_holds_until_it_changes_or_the_vm_stops() {
    picture.listed(List.of(web, db));
    var uuid = web.ref().uuid();
    assertThat(picture.sampled(Map.of(uuid, 7.0)))
        .containsExactly(new FleetEvent.CpuSampled("h1", Map.of(uuid, 7.0)));
    assertThat(picture.sampled(Map.of(uuid, 7.0))).isEmpty();
    assertThat(picture.listed(List.of(web, db))).isEmpty();
    assertThat(picture.sampled(Map.of(db.ref().uuid(), 5.0))).as("it is off").isEmpty();
    Vm off = vm("h1", "web").build().withCpuPercent(-1);
    assertThat(picture.seen(uuid, Optional.of(off))).containsExactly(new FleetEvent.VmChanged(off));
  }

  @Test
  void a_figure_is_never_more_than_the_vcpus_can_do() {
    picture.listed(List.of(web));
    double most = 100.0 * web.vcpus();
    assertThat(picture.sampled(Map.of(web.ref().uuid(), most + 50)))
        .containsExactly(new FleetEvent.CpuSampled("h1", Map.of(web.ref().uuid(), most)));
  }

  @Test
  void what_the_host_has_is_told_when_it_changes_and_repeated_with_the_rest() {
    picture.listed(List.of());
    assertThat(picture.all()).hasSize(1);
    FleetEvent told = new FleetEvent.InventoryReported("h1", Vms.inventory());
    assertThat(picture.equipped(Vms.inventory())).containsExactly(told);
    assertThat(picture.equipped(Vms.inventory())).isEmpty();
    assertThat(picture.all()).contains(told).hasSize(2);
  }
}
