package dev.pilothouse.fleet.placement;

import static dev.pilothouse.fleet.placement.Hosts.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.CpuSupport;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Inventory;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNeeds;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.placement.Placement.Candidate;
import dev.pilothouse.fleet.placement.Placement.Choice;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a VM that is there already can go. */
class MovePlacementTest {
  private static final String FOLDER = "/var/lib/libvirt/images";
  private static final Vm WEB =
      Hosts.running("h1", "web01", 4)
          .disks(new Disk("vda", "virtio", "disk", FOLDER + "/web01.qcow2", "qcow2", false))
          .nics(new Nic("52:54:00:00:00:01", "virtio", "network:default", List.of()))
          .build();
  private static final Fleet TWO = Hosts.with(Hosts.of("h1", "h2"), WEB);

  private static Choice choose(Fleet fleet, Vm vm) {
    return Placement.choose(fleet, Need.of(fleet, vm), Taken.nothing());
  }

  /** What is otherwise than in a fleet where h2 fits, and what is said of h2 then. */
  static Stream<Arguments> obstacles() {
    Fleet fleet = TWO;
    return Stream.of(
        Arguments.of(
            fleet.apply(new FleetEvent.PresenceChanged("h2", Presence.STALE)),
            WEB,
            "it does not answer"),
        Arguments.of(Hosts.maintained(fleet, "h2", 7), WEB, "it is in maintenance by ada"),
        Arguments.of(
            fleet.apply(new FleetEvent.HostReported("h2", Vms.facts(), Hosts.AT)),
            WEB,
            "it does not say where VMs can migrate to"),
        Arguments.of(
            Hosts.with(fleet, Hosts.running("h2", "db", 29).build()),
            WEB,
            "it has 3 GiB of memory free"),
        Arguments.of(
            Hosts.with(
                fleet, Hosts.running("h2", "db", 29).state(VmState.PAUSED, Vm.ARRIVING).build()),
            WEB,
            "it has 3 GiB of memory free"),
        Arguments.of(
            Hosts.host(fleet, "h2", 2 * GIB, 0, 1, null),
            Vms.vm("h1", "off").memoryBytes(4 * GIB).build(),
            "it has 2 GiB of memory in all"),
        Arguments.of(fleet, Vms.vm("h1", "wide").vcpus(16).build(), "it has 8 CPUs"),
        Arguments.of(
            Hosts.with(fleet, pool("/srv/other", true, 60 * GIB), "h2"),
            WEB,
            "it has no active pool in " + FOLDER),
        Arguments.of(
            Hosts.with(fleet, pool(FOLDER, false, 60 * GIB), "h2"),
            WEB,
            "it has no active pool in " + FOLDER),
        Arguments.of(
            Hosts.with(fleet, pool(FOLDER, true, GIB), "h2"),
            WEB,
            "its pool default has room for 1 GiB"),
        Arguments.of(
            Hosts.with(
                fleet,
                new Inventory(Vms.inventory().pools(), List.of(), List.of(), List.of()),
                "h2"),
            WEB,
            "it has no active network default"),
        Arguments.of(
            cpus(fleet, "EPYC-Rome", "EPYC-Rome", "qemu64"),
            asking("custom", "Skylake-Server"),
            "its CPUs cannot be Skylake-Server"),
        Arguments.of(
            cpus(fleet, "EPYC-Rome", "Skylake-Server"),
            asking("host-model", ""),
            "its CPUs are Skylake-Server, and the VM runs with those of its host, EPYC-Rome"),
        Arguments.of(
            fleet,
            Hosts.running("h1", "gpu", 1)
                .needs(new VmNeeds("", "", false, List.of("pci 0000:01:00.0")))
                .build(),
            "the VM holds pci 0000:01:00.0 of its own host"),
        Arguments.of(
            Hosts.with(fleet, Hosts.running("h2", "db2", 1).tags("apart:db").build()),
            Vms.vm("h1", "db1").tags("apart:db").build(),
            "it has db2, to be kept apart (apart:db)"),
        Arguments.of(
            Hosts.with(fleet, Vms.vm("h2", "web01").build()),
            WEB,
            "it has another VM of that name"),
        Arguments.of(Hosts.with(fleet, Vms.at("h2", WEB)), WEB, "it has a VM of that UUID"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("obstacles")
  void whatStandsInTheWayIsNamed(Fleet fleet, Vm vm, String why) {
    Choice choice = choose(fleet, vm);
    assertThat(choice.host()).isEmpty();
    assertThat(choice.candidate("h2").orElseThrow().why()).containsExactly(why);
    assertThat(choice.candidate("h1").orElseThrow().said()).isEqualTo("it is there already");
    assertThat(choice.reason()).contains("No host fits", "h2: " + why);
  }

  @Test
  void withoutAnyOfThemItFits() {
    Candidate best = choose(TWO, WEB).candidates().getFirst();
    assertThat(best.host()).isEqualTo("h2");
    assertThat(best.rank()).isEqualTo(1);
    assertThat(best.said())
        .isEqualTo("32 GiB of 32 GiB, load 0.5 on 8 CPUs, 60 GiB free in the pool");
  }

  @Test
  void aHostModelMattersToWhoRunsOnly() {
    Vm stopped = Vms.vm("h1", "off").needs(new VmNeeds("host-model", "", false, List.of())).build();
    assertThat(choose(cpus(TWO, "EPYC-Rome", "Skylake-Server"), stopped).host()).contains("h2");
  }

  @Test
  void filesThatTheOtherHostShowsNeedNoRoomThere() {
    Fleet full = Hosts.with(TWO, full(Vms.inventory()), "h2");
    assertThat(choose(full, WEB).host()).contains("h2");
  }

  @Test
  void memoryMayBePromisedMoreThanOnceWhereTheHostSaysSo() {
    Fleet fleet = Hosts.with(TWO, Hosts.running("h2", "db", 30).build());
    assertThat(choose(fleet, WEB).host()).isEmpty();
    Fleet more = Hosts.host(fleet, "h2", 32 * GIB, 0.5, 1.5, null);
    assertThat(choose(more, WEB).candidate("h2").orElseThrow().freeMemory()).isEqualTo(18 * GIB);
  }

  @Test
  void thoseThatBelongTogetherGoTogetherBeforeRoomCounts() {
    Fleet fleet =
        Hosts.with(
            Hosts.of("h1", "h2", "h3"), Hosts.running("h2", "app", 20).tags("with:shop").build());
    Vm cache = Hosts.running("h1", "cache", 1).tags("with:shop").build();
    Choice choice = choose(Hosts.with(fleet, cache), cache);
    assertThat(choice.host()).contains("h2");
    assertThat(choice.reason()).startsWith("h2 has app, to be with it (with:shop): 12 GiB of");
    Fleet full = Hosts.with(fleet, cache, Hosts.running("h2", "more", 12).build());
    assertThat(choose(full, cache).host()).contains("h3");
  }

  @Test
  void aHostWhoseCpusAreAllBusyComesAfterOneWithLessMemory() {
    Fleet fleet =
        Hosts.host(
            Hosts.host(Hosts.with(Hosts.of("h1"), WEB), "h2", 64 * GIB, 9, 1, null),
            "h3",
            16 * GIB,
            1,
            1,
            null);
    Choice choice = choose(fleet, WEB);
    assertThat(choice.candidates()).extracting(Candidate::host).containsExactly("h3", "h2", "h1");
    assertThat(choice.candidates()).extracting(Candidate::rank).containsExactly(1, 2, 0);
    assertThat(choice.reason()).startsWith("h3 is less busy: 16 GiB of 16 GiB");
  }

  @Test
  void whatWasChosenBeforeCountsForMemorySpaceAndNeighbours() {
    Vm one = Hosts.running("h1", "one", 20).tags("apart:db").build();
    Vm two = Hosts.running("h1", "two", 2).tags("apart:db").build();
    Fleet fleet = Hosts.with(Hosts.of("h1", "h2"), one, two);
    Taken taken = Taken.nothing().plus(fleet, Need.of(fleet, one), "h2");
    Choice choice = Placement.choose(fleet, Need.of(fleet, two), taken);
    assertThat(choice.candidate("h2").orElseThrow().said())
        .isEqualTo("it has one, to be kept apart (apart:db)");
    assertThat(choice.candidate("h2").orElseThrow().freeMemory()).isEqualTo(12 * GIB);
    assertThat(taken.memory("h1")).isEqualTo(-20 * GIB);
  }

  private static Vm asking(String mode, String model) {
    return Hosts.running("h1", "picky", 1)
        .needs(new VmNeeds(mode, model, false, List.of()))
        .build();
  }

  private static Fleet cpus(Fleet fleet, String h1, String h2, String... usable) {
    Inventory all = Vms.inventory();
    Inventory one =
        new Inventory(
            all.pools(), all.networks(), all.images(), all.trash(), new CpuSupport(h1, List.of()));
    Inventory two =
        new Inventory(
            all.pools(),
            all.networks(),
            all.images(),
            all.trash(),
            new CpuSupport(h2, List.of(usable)));
    return Hosts.with(Hosts.with(fleet, one, "h1"), two, "h2");
  }

  private static Inventory full(Inventory inventory) {
    Pool pool = inventory.pools().getFirst();
    return new Inventory(List.of(pool(pool.path(), true, 0, pool.volumes())), inventory.networks());
  }

  /** Without any volume. */
  private static Inventory pool(String path, boolean active, long available) {
    return new Inventory(
        List.of(pool(path, active, available, List.of())), Vms.inventory().networks());
  }

  private static Pool pool(String path, boolean active, long available, List<Volume> volumes) {
    return new Pool(
        "default", new UUID(0, 1), "dir", path, active, true, true, 0, 0, available, volumes);
  }
}
