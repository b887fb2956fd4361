package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Snapshots.NewSnapshot;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.DiskTuning;
import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.SettingsOperation.ChangeMedium;
import dev.pilothouse.fleet.operation.SettingsOperation.SetDisk;
import dev.pilothouse.fleet.operation.SettingsOperation.SetVm;
import dev.pilothouse.fleet.operation.SettingsOperation.Values;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot.Content;
import dev.pilothouse.fleet.operation.SnapshotOperation.DeleteSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.RevertSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link CrashTest}, for operations that change what VMs are, and for snapshots. */
class SettingsCrashTest {
  private static final Values NOTHING =
      new Values(null, null, null, null, null, null, List.of(), List.of(), null, null);
  private static final Values TITLE =
      new Values(null, null, null, null, "Shop", null, List.of(), List.of(), null, null);

  @TempDir Path temp;

  @Test
  void oneValueOfAStoppedVm() throws IOException {
    List<String> told =
        new CrashStories(temp, 1)
            .dieEverywhere(
                hypervisor -> hypervisor.add("web", VmState.SHUT_OFF),
                (hypervisor, vm) -> new SetVm(vm, NOTHING, TITLE),
                (hypervisor, vm) -> defined(hypervisor, vm).title().equals("Shop"));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [setTitle web]"));
  }

  @Test
  void oneValueOfARunningVmLiveAndForGood() throws IOException {
    List<String> told =
        new CrashStories(temp, 2)
            .dieEverywhere(
                hypervisor -> hypervisor.add("web", VmState.RUNNING),
                (hypervisor, vm) -> new SetVm(vm, NOTHING, TITLE),
                (hypervisor, vm) ->
                    defined(hypervisor, vm).title().equals("Shop")
                        && live(hypervisor, vm).title().equals("Shop"));
    assertThat(told).anyMatch(s -> s.endsWith("SUCCEEDED [setTitle web, setTitle web]"));
    // Broken off between the two: it says what is set and what is not.
    assertThat(told).anyMatch(s -> s.endsWith("INTERRUPTED [setTitle web]"));
  }

  @Test
  void severalValues() throws IOException {
    Values several =
        new Values(null, null, 32L << 20, null, null, null, List.of("db"), List.of(), null, true);
    List<String> told =
        new CrashStories(temp, 3)
            .dieEverywhere(
                hypervisor -> hypervisor.add("web", VmState.SHUT_OFF),
                (hypervisor, vm) -> new SetVm(vm, NOTHING, several),
                (hypervisor, vm) ->
                    defined(hypervisor, vm).memoryBytes() == 32L << 20
                        && defined(hypervisor, vm).metadata().tags().equals(List.of("db"))
                        && defined(hypervisor, vm).metadata().deleteProtection());
    assertThat(told).anyMatch(s -> s.endsWith("SUCCEEDED [setMemory web, setOwn web, setOwn web]"));
  }

  @Test
  void medium() throws IOException {
    List<String> told =
        new CrashStories(temp, 1)
            .dieEverywhere(
                SettingsCrashTest::withDrives,
                (hypervisor, vm) -> new ChangeMedium(vm, "sda", "", "/iso/a.iso"),
                (hypervisor, vm) ->
                    defined(hypervisor, vm).disks().stream()
                        .anyMatch(disk -> disk.source().equals("/iso/a.iso")));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [setMedium web]"));
  }

  @Test
  void limitsOfADisk() throws IOException {
    DiskTuning wanted = new DiskTuning("none", "native", 500L, null);
    List<String> told =
        new CrashStories(temp, 2)
            .dieEverywhere(
                SettingsCrashTest::withDrives,
                (hypervisor, vm) -> new SetDisk(vm, "vda", DiskTuning.USUAL, wanted),
                (hypervisor, vm) ->
                    defined(hypervisor, vm).disks().stream()
                        .filter(disk -> disk.target().equals("vda"))
                        .allMatch(
                            disk ->
                                disk.tuning().equals(new DiskTuning("none", "native", 500L, 0L))));
    assertThat(told).anyMatch(s -> s.endsWith("SUCCEEDED [setDiskDriver web, setDiskLimits web]"));
    assertThat(told).anyMatch(s -> s.endsWith("INTERRUPTED [setDiskDriver web]"));
  }

  @Test
  void takingASnapshot() throws IOException {
    List<String> told =
        new CrashStories(temp, 1)
            .dieEverywhere(
                SettingsCrashTest::withDrives,
                (hypervisor, vm) -> new CreateSnapshot(vm, "s1", "", Content.ALL, false, false),
                (hypervisor, vm) -> names(hypervisor, vm).equals(List.of("s1")));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [create web]"));
  }

  @Test
  void goingBack() throws IOException {
    List<String> told =
        new CrashStories(temp, 3)
            .dieEverywhere(
                hypervisor -> withSnapshots(hypervisor, "s1", "s2"),
                (hypervisor, vm) -> new RevertSnapshot(vm, "s1", false),
                (hypervisor, vm) -> current(hypervisor, vm).equals("s1"));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [create web, create web, revert web]"));
  }

  @Test
  void goingBackToWhereItStandsCannotBeProven() throws IOException {
    List<String> told =
        new CrashStories(temp, 2)
            .dieEverywhere(
                hypervisor -> withSnapshots(hypervisor, "s1"),
                (hypervisor, vm) -> new RevertSnapshot(vm, "s1", false),
                (hypervisor, vm) -> current(hypervisor, vm).equals("s1"));
    assertThat(told).anyMatch(s -> s.endsWith("INTERRUPTED [create web]"));
    assertThat(told).anyMatch(s -> s.endsWith("INTERRUPTED [create web, revert web]"));
    assertThat(told).anyMatch(s -> s.endsWith("SUCCEEDED [create web, revert web]"));
  }

  @Test
  void forgettingSnapshots() throws IOException {
    List<String> told =
        new CrashStories(temp, 3)
            .dieEverywhere(
                hypervisor -> withSnapshots(hypervisor, "s1", "s2"),
                (hypervisor, vm) -> new DeleteSnapshot(vm, "s1", true),
                (hypervisor, vm) -> names(hypervisor, vm).isEmpty());
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [create web, create web, delete web]"));
  }

  private static VmRef withDrives(FakeHypervisor hypervisor) {
    VmRef vm = hypervisor.add("web", VmState.SHUT_OFF);
    hypervisor.setXml(
        vm,
        FakeMachine.xmlOf("web", vm.uuid())
            .replace(
                "</domain>",
                """
                <devices>
                  <disk type="file" device="disk">
                    <driver name="qemu" type="qcow2"/><source file="/d/web.qcow2"/>
                    <target dev="vda" bus="virtio"/>
                  </disk>
                  <disk type="file" device="cdrom"><target dev="sda" bus="sata"/><readonly/></disk>
                </devices>
                </domain>
                """));
    return vm;
  }

  private static VmRef withSnapshots(FakeHypervisor hypervisor, String... names) {
    VmRef vm = withDrives(hypervisor);
    for (String name : names) {
      hypervisor
          .snapshots()
          .create(vm.uuid(), new NewSnapshot(name, "", List.of(), List.of(), false, null, false));
    }
    return vm;
  }

  private static List<String> names(FakeHypervisor hypervisor, VmRef vm) {
    return hypervisor.snapshots().of(vm.uuid()).snapshots().stream().map(Snapshot::name).toList();
  }

  private static String current(FakeHypervisor hypervisor, VmRef vm) {
    return hypervisor.snapshots().of(vm.uuid()).snapshots().stream()
        .filter(Snapshot::current)
        .map(Snapshot::name)
        .findFirst()
        .orElse("");
  }

  private static DomainXml defined(FakeHypervisor hypervisor, VmRef vm) {
    return DomainXml.parse(hypervisor.xml(vm.uuid(), true));
  }

  private static DomainXml live(FakeHypervisor hypervisor, VmRef vm) {
    return DomainXml.parse(hypervisor.xml(vm.uuid(), false));
  }
}
