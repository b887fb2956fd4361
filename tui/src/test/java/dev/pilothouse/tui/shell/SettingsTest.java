package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.SettingsOperation.ChangeMedium;
import dev.pilothouse.fleet.operation.SettingsOperation.SetVm;
import dev.pilothouse.fleet.operation.SettingsOperation.Values;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said becomes the operation that is meant, with its way back. */
class SettingsTest {
  private static final Disk DRIVE = new Disk("sda", "sata", "cdrom", "/old.iso", "raw", true);

  private final Desk desk =
      new Desk(
          Vms.vm("h1", "web01").title("Old").tags("a", "b").disks(DRIVE).build(),
          Vms.vm("h1", "web02")
              .disks(DRIVE, new Disk("sdb", "sata", "cdrom", "", "raw", true))
              .build(),
          Vms.vm("h1", "db").build());

  @AfterEach
  void close() {
    desk.close();
  }

  private List<Operation> done() {
    return desk.fleet().room().recentOperations(20).stream()
        .map(OperationRecord::operation)
        .toList()
        .reversed();
  }

  @Test
  void everyValueAtOnce() {
    Desk.Outcome outcome =
        desk.run(
            "vm",
            "set",
            "web01",
            "--cpu",
            "4",
            "--max-cpu",
            "8",
            "--memory",
            "1.5G",
            "--max-memory",
            "4G",
            "--title",
            "New",
            "--description",
            "",
            "--tag",
            "+c",
            "--tag",
            "-a",
            "--tag",
            "b",
            "--boot",
            "cdrom,disk",
            "--protect",
            "on");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    long gib = 1L << 30;
    assertThat(done())
        .containsExactly(
            new SetVm(
                Vms.ref("h1", "web01"),
                new Values(
                    2,
                    2,
                    2 * gib,
                    2 * gib,
                    "Old",
                    "",
                    List.of("a"),
                    List.of("c"),
                    List.of("disk"),
                    false),
                new Values(
                    4,
                    8,
                    3 * gib / 2,
                    4 * gib,
                    "New",
                    "",
                    List.of("c", "b"),
                    List.of("a"),
                    List.of("cdrom", "disk"),
                    true)));
    assertThat(desk.run("vm", "show", "web01").out())
        .contains("refused: it is protected", "New", "cdrom, disk");
    assertThat(desk.run("vm", "set", "web01", "--cpu", "1", "--dry-run").out())
        .contains("Set for web01: 1 vCPU.");
  }

  @Test
  void manyAtOnce() {
    assertThat(desk.run("vm", "set", "web*", "--tag=-z", "--tag", "+x").status()).isZero();
    assertThat(done()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vm set web01|Say what to set",
        "vm set --cpu 4|Say which VMs to set",
        "vm set web01 --cpu 0|'0' is no number of CPUs",
        "vm set web01 --cpu many|'many' is no number of CPUs",
        "vm set web01 --memory lots|'lots' is no size; write a number and a unit",
        "vm set web01 --memory 9999P|larger than any disk",
        "vm set web01 --protect maybe|'maybe' is neither on nor off",
        "vm eject db|db has no CD drive.",
        "vm eject web01 vda|web01 has no CD drive 'vda'.",
        "vm eject web02|Say which drive: sda, sdb.",
        "vm insert web01 none.iso|No pool of host h1 has 'none.iso'",
        "vm insert web01|Missing required parameter: 'SOURCE'",
        "snapshot create web01 a/b|holds no /",
        "snapshot create web01 x --memory --disk-only|not both",
        "snapshot revert web01|Missing required parameter: 'NAME'",
        "snapshot revert web01 x|needs to be confirmed",
        "snapshot delete web01 x|needs to be confirmed",
      })
  void wrongWordsAreExplained(String line, String message) {
    Desk.Outcome outcome = desk.run(line.split(" "));
    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.err()).contains(message);
    assertThat(done()).isEmpty();
  }

  @Test
  void mediaGoInAndOutOfTheOneDrive() {
    assertThat(desk.run("vm", "insert", "web01", "/iso/new.iso").status()).isZero();
    assertThat(desk.run("vm", "eject", "web02", "sdb").status()).isZero();
    assertThat(done())
        .containsExactly(
            new ChangeMedium(Vms.ref("h1", "web01"), "sda", "/old.iso", "/iso/new.iso"),
            new ChangeMedium(Vms.ref("h1", "web02"), "sdb", "", ""));
  }

  @Test
  void snapshotsAreATreeAndALongChainIsWarnedOf() {
    assertThat(desk.run("snapshot", "create", "web01").err()).contains("20260102-030405");
    for (int i = 2; i <= 5; i++) {
      Desk.Outcome outcome = desk.run("snapshot", "create", "web01", "s" + i);
      assertThat(outcome.status()).as(outcome.err()).isZero();
      assertThat(outcome.err()).doesNotContain("Warning");
    }
    Desk.Outcome sixth =
        desk.run("snapshot", "create", "web01", "s6", "--disk-only", "--description", "why");
    assertThat(sixth.err()).contains("Warning: its chain has 6 snapshots");
    assertThat(done()).filteredOn(o -> o instanceof CreateSnapshot).hasSize(6);
    Golden.check(
        "snapshot-list.txt",
        desk.run("snapshot", "list", "web01")
            .out()
            .replaceAll("20..-..-..T..:..:..Z", "2026-01-02T03:04:05Z"));
    assertThat(desk.run("snapshot", "list", "web01", "-o", "name").out())
        .isEqualTo("20260102-030405\ns2\ns3\ns4\ns5\ns6\n");
    assertThat(desk.run("snapshot", "delete", "web01", "s3", "--yes").status()).isZero();
    assertThat(desk.run("snapshot", "revert", "web01", "never", "--yes").status()).isNotZero();
  }
}
