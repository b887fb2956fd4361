package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.DiskTuning;
import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.SettingsOperation;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.tui.screen.Effect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pools, volumes and disks in the text UI. */
class StorageScreensTest {
  private static final String FOLDER = "/var/lib/libvirt/images/";
  private static final Vm WEB =
      vm("h1", "web01")
          .running(Stage.NOW.minusSeconds(60))
          .disks(
              new Disk("vda", "virtio", "disk", FOLDER + "web01.qcow2", "qcow2", false),
              new Disk("sda", "sata", "cdrom", "", "raw", true))
          .build();

  private static Stage stage() {
    return new Stage(80, 24)
        .fleet(
            new FleetEvent.HostReported("h1", Vms.facts(), Stage.NOW),
            new FleetEvent.VmsListed("h1", List.of(WEB)),
            new FleetEvent.InventoryReported("h1", Vms.inventory()));
  }

  private static Effect.Submit submitted(Stage stage) {
    return stage.effects().stream()
        .filter(Effect.Submit.class::isInstance)
        .map(Effect.Submit.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Object operation(Stage stage) {
    return submitted(stage).targets().getFirst().operation();
  }

  @Test
  void poolsAndVolumes() {
    Golden.check("storage-80x24", stage().press("6").text());
  }

  @Test
  void volumesInUseCannotBeDeleted() {
    Golden.check("storage-volume-80x24", stage().press("6", "Tab", "Enter").text());
    assertThat(operation(stage().press("6", "Tab", "G", "Enter", "x", "y")))
        .isEqualTo(new StorageOperation.DeleteVolume("h1", "default", "setup.iso"));
  }

  @Test
  void poolActions() {
    Golden.check("storage-pool-80x24", stage().press("6", "Enter").text());
    assertThat(operation(stage().press("6", "Enter", "r")))
        .isEqualTo(new StorageOperation.RefreshPool("h1", "default"));
  }

  @Test
  void viewersChangeNothing() {
    Stage viewer = stage().as(Role.VIEWER).press("6", "Enter");
    assertThat(viewer.text()).contains("needs the permission to configure");
    viewer.press("Esc", "n");
    assertThat(viewer.effects()).noneMatch(Effect.Submit.class::isInstance);
  }

  @Test
  void aPoolIsMade() {
    Stage stage = stage().press("6", "p", "Down", "'fast'", "Down", "Down", "'/srv/fast'");
    Golden.check("pool-form-80x24", stage.text());
    assertThat(operation(stage.press("Enter")))
        .isEqualTo(
            new StorageOperation.CreatePool(
                "h1", new StorageOperation.PoolSpec("fast", "dir", "/srv/fast", ""), true));
  }

  @Test
  void disksOfAVm() {
    Golden.check("disks-80x24", stage().press("Enter", "D").text());
  }

  @Test
  void aLongListIsWalkedByPagesAndToItsEnds() {
    List<Disk> many = new ArrayList<>();
    for (int i = 10; i < 60; i++) {
      many.add(new Disk("vd" + i, "virtio", "disk", FOLDER + i + ".qcow2", "qcow2", false));
    }
    Stage stage =
        new Stage(80, 24)
            .fleet(
                new FleetEvent.HostReported("h1", Vms.facts(), Stage.NOW),
                new FleetEvent.VmsListed(
                    "h1", List.of(Vms.vm("h1", "web01").disks(many.toArray(Disk[]::new)).build())))
            .press("Enter", "D");
    assertThat(stage.text()).contains("▶ vd10").doesNotContain("vd59");
    assertThat(stage.press("G").text()).contains("▶ vd59").doesNotContain("vd10");
    assertThat(stage.press("g").text()).contains("▶ vd10");
    String page = stage.press("PgDn").text();
    assertThat(page).doesNotContain("▶ vd10").contains("▶ vd2");
    assertThat(stage.press("PgUp").text()).contains("▶ vd10");
  }

  @Test
  void aDiskIsMadeAndAttached() {
    Stage stage = stage().press("Enter", "D", "n");
    stage.press("'9999T'");
    Golden.check("disk-form-80x24", stage.text());
    assertThat(operation(stage.press("^U", "'20G'", "Enter")))
        .isEqualTo(
            new DiskOperation.CreateDisk(
                WEB.ref(),
                new StorageOperation.VolumeSpec(
                    "default", "web01-1.qcow2", "qcow2", 20L << 30, false),
                DiskOperation.How.ANY));
  }

  @Test
  void aVolumeInUseIsAttachedReadOnlyAtMost() {
    Stage stage = stage().press("Enter", "D", "a");
    Golden.check("attach-form-80x24", stage.text());
    assertThat(operation(stage.press("Enter")))
        .isInstanceOfSatisfying(
            DiskOperation.AttachDisk.class,
            o -> assertThat(o.source()).isEqualTo(FOLDER + "setup.iso"));
    stage = stage().press("Enter", "D", "a", "Right", "Enter");
    assertThat(stage.text()).contains("In use by web01.qcow2: read only is possible.");
  }

  @Test
  void aDiskGrows() {
    Stage stage = stage().press("Enter", "D", "+", "'10G'");
    assertThat(stage.text()).contains("It has 20 GiB; a disk never gets smaller.");
    assertThat(operation(stage.press("^U", "'40G'", "Enter")))
        .isEqualTo(new DiskOperation.GrowDisk(WEB.ref(), "vda", FOLDER + "web01.qcow2", 40L << 30));
  }

  @Test
  void aDiskMovesToAnotherPool() {
    Stage stage = stage().press("Enter", "D", "p");
    Golden.check("move-form-80x24", stage.text());
    assertThat(stage.text()).contains("It lies in this pool already.");
    stage.press("Down", "Right", "Right", "Down", "Right", "Down", "'100M'");
    assertThat(operation(stage.press("Enter")))
        .isEqualTo(
            new DiskOperation.MoveDisk(
                WEB.ref(),
                "vda",
                FOLDER + "web01.qcow2",
                "default",
                "default",
                "",
                "raw",
                true,
                100L << 20));
    assertThat(stage().press("Enter", "D", "j", "p").text()).doesNotContain("Move sda");
  }

  @Test
  void limitsAreSet() {
    Stage stage = stage().press("Enter", "D", "l", "'500'", "Down", "'100M'", "Down", "Down");
    stage.press("Right", "Right");
    assertThat(stage.text()).contains("native needs the cache mode none");
    stage.press("Up", "Right");
    Golden.check("limits-form-80x24", stage.text());
    assertThat(operation(stage.press("Enter")))
        .isEqualTo(
            new SettingsOperation.SetDisk(
                WEB.ref(),
                "vda",
                DiskTuning.USUAL,
                new DiskTuning("none", "native", 500L, 100L << 20)));
  }

  @Test
  void detachingAsks() {
    Stage stage = stage().press("Enter", "D", "x");
    assertThat(stage.text()).contains("Detach vda (" + FOLDER + "web01.qcow2) from web01");
    assertThat(operation(stage.press("y"))).isInstanceOf(DiskOperation.DetachDisk.class);
  }
}
