package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.DiskTuning;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.SettingsOperation;
import dev.pilothouse.fleet.operation.StorageOperation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pool} and {@code disk}. */
class DiskVerbsTest {
  private static final String WEB = "/var/lib/libvirt/images/web01.qcow2";

  private final Desk desk =
      new Desk(
              Vms.vm("h1", "web01")
                  .running(Desk.NOW)
                  .disks(
                      new Disk("vda", "virtio", "disk", WEB, "qcow2", false),
                      new Disk("sda", "sata", "cdrom", "", "raw", true))
                  .build(),
              Vms.vm("h1", "web02").build())
          .stock();

  @AfterEach
  void close() {
    desk.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "wide", "json", "yaml", "name"})
  void inEveryForm(String form) {
    Golden.check("pool-list." + form + ".txt", desk.run("pool", "list", "-o", form).out());
    Golden.check(
        "pool-show." + form + ".txt", desk.run("pool", "show", "default", "-o", form).out());
    Golden.check("disk-list." + form + ".txt", desk.run("disk", "list", "-o", form).out());
    Golden.check(
        "disk-unused." + form + ".txt", desk.run("disk", "list", "--unused", "-o", form).out());
  }

  private Operation last() {
    return desk.fleet().room().recentOperations(1).getFirst().operation();
  }

  private Operation ordered(String... words) {
    Desk.Outcome outcome = desk.run(words);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return last();
  }

  @Test
  void aDiskIsMadeWhereTheFirstOneLies() {
    assertThat(ordered("disk", "create", "web01", "--size", "20G"))
        .isInstanceOfSatisfying(
            DiskOperation.CreateDisk.class,
            o -> {
              assertThat(o.volume())
                  .isEqualTo(
                      new StorageOperation.VolumeSpec(
                          "default", "web01-1.qcow2", "qcow2", 20L << 30, false));
              assertThat(o.how()).isEqualTo(DiskOperation.How.ANY);
            });
    assertThat(
            ordered(
                "disk",
                "create",
                "--pool",
                "default",
                "--name",
                "data.img",
                "--format",
                "raw",
                "--size",
                "512M",
                "--preallocate"))
        .isEqualTo(
            new StorageOperation.CreateVolume(
                "h1",
                new StorageOperation.VolumeSpec("default", "data.img", "raw", 512L << 20, true)));
  }

  @Test
  void aVolumeIsAttachedByNameOrPath() {
    Operation byName =
        ordered(
            "disk",
            "attach",
            "web02",
            "default/setup.iso",
            "--target",
            "vdc",
            "--read-only",
            "--cache",
            "none",
            "--io",
            "native",
            "--iops",
            "500",
            "--rate",
            "100M");
    assertThat(byName)
        .isInstanceOfSatisfying(
            DiskOperation.AttachDisk.class,
            o -> {
              assertThat(o.source()).isEqualTo("/var/lib/libvirt/images/setup.iso");
              assertThat(o.format()).isEmpty();
              assertThat(o.how())
                  .isEqualTo(
                      new DiskOperation.How("vdc", "", true, "none", "native", 500, 100L << 20));
            });
    assertThat(ordered("disk", "attach", "web02", "/srv/x.img", "--format", "raw"))
        .isInstanceOfSatisfying(
            DiskOperation.AttachDisk.class,
            o -> assertThat(o.source() + " " + o.format()).isEqualTo("/srv/x.img raw"));
  }

  @Test
  void aDiskGrowsToASizeOrByOne() {
    assertThat(ordered("disk", "grow", "web01", "vda", "40G"))
        .isInstanceOfSatisfying(
            DiskOperation.GrowDisk.class, o -> assertThat(o.bytes()).isEqualTo(40L << 30));
    assertThat(ordered("disk", "grow", "web01", "vda", "+10G"))
        .isInstanceOfSatisfying(
            DiskOperation.GrowDisk.class, o -> assertThat(o.bytes()).isEqualTo(30L << 30));
  }

  @Test
  void aDiskIsDetachedWithPatience() {
    assertThat(ordered("disk", "detach", "web01", "vda", "--patience", "5s"))
        .isInstanceOfSatisfying(
            DiskOperation.DetachDisk.class,
            o -> {
              assertThat(o.source()).isEqualTo(WEB);
              assertThat(o.patience()).isEqualTo(Duration.ofSeconds(5));
            });
  }

  @Test
  void aDiskMoves() {
    assertThat(
            ordered(
                "disk",
                "move",
                "web01",
                "vda",
                "default",
                "--volume",
                "w.img",
                "--format",
                "raw",
                "--keep-source",
                "--bandwidth",
                "50M"))
        .isEqualTo(
            new DiskOperation.MoveDisk(
                Vms.vm("h1", "web01").build().ref(),
                "vda",
                WEB,
                "default",
                "default",
                "w.img",
                "raw",
                true,
                50L << 20));
    assertThat(desk.run("disk", "move", "web01", "vda", "default", "--dry-run").out())
        .contains(
            "to pool default: a full copy that needs no base image; the old volume is deleted");
    assertThat(at("disk move web01 vda ")).containsExactly("default");
  }

  @Test
  void limitsAreSetAndUndone() {
    assertThat(ordered("disk", "set", "web01", "vda", "--iops", "500", "--cache", "none"))
        .isInstanceOfSatisfying(
            SettingsOperation.SetDisk.class,
            o -> {
              assertThat(o.wanted()).isEqualTo(new DiskTuning("none", null, 500L, null));
              assertThat(o.before()).isEqualTo(new DiskTuning("", null, 0L, null));
            });
    assertThat(desk.run("disk", "list", "web01", "-o", "wide").out()).contains("none", "500");
    assertThat(ordered("disk", "set", "web01", "vda", "--cache", "default"))
        .isInstanceOfSatisfying(
            SettingsOperation.SetDisk.class,
            o -> assertThat(o.wanted()).isEqualTo(new DiskTuning("", null, null, null)));
  }

  @Test
  void deletingAsks() {
    Desk.Outcome unasked = desk.run("disk", "delete", "default/setup.iso");
    assertThat(unasked.status()).isEqualTo(2);
    assertThat(unasked.err()).contains("needs to be confirmed");
    assertThat(ordered("disk", "delete", "default/setup.iso", "--yes"))
        .isEqualTo(new StorageOperation.DeleteVolume("h1", "default", "setup.iso"));
    assertThat(desk.run("disk", "delete", "default/setup.iso", "--dry-run").out())
        .contains("Delete the volume default/setup.iso with all data in it.");
  }

  @Test
  void tabKnowsPoolsAndVolumes() {
    assertThat(at("pool stop d")).containsExactly("default");
    assertThat(at("disk create web01 --pool ")).containsExactly("default");
    assertThat(at("disk delete default/s")).containsExactly("default/setup.iso");
    assertThat(at("disk attach web01 default/b")).containsExactly("default/base.qcow2");
  }

  private List<String> at(String line) {
    return Completions.of(line, line.length(), desk.fleet().room()).candidates().stream()
        .map(Completions.Candidate::insert)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "disk create web01|Say how large: --size 20G.",
        "disk create web01 --size 20X|'20X' is no size; write a number and a unit",
        "disk create web01 --size 0|at least one byte",
        "disk create --size 1G|Name a VM to attach it to, or say --pool and --name",
        "disk create web01 --size 1G --pool nas|There is no pool 'nas' on h1.",
        "disk attach web01 default/nosuch|There is no volume 'default/nosuch'",
        "disk move web01 vda nas|There is no pool 'nas' on h1.",
        "disk set web01 vda|Say what to set, such as --iops 500",
        "disk grow web01 vdz 1G|web01 has no disk 'vdz'. Its disks: vda, sda.",
        "disk grow web01 vda lots|'lots' is no size",
        "disk grow web01 sda +1G|not known",
        "disk delete setup.iso|There is no volume 'setup.iso'; name it as pool/volume.",
        "pool start nas|There is no pool 'nas'. 'pool list' shows all.",
        "pool create fast|Say where with --path",
        "pool create nas --type netfs --path /mnt|needs --source",
        "pool autostart default maybe|Say 'on' or 'off'",
      })
  void wrongWordsAreExplained(String line, String message) {
    Desk.Outcome outcome = desk.run(line.split(" "));
    assertThat(outcome.status()).isIn(2, 3);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(message);
  }
}
