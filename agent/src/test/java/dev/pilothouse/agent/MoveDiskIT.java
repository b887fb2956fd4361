package dev.pilothouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.DiskTuning;
import dev.pilothouse.fleet.operation.DiskOperation.MoveDisk;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.SettingsOperation.SetDisk;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot.Content;
import dev.pilothouse.fleet.operation.SnapshotOperation.DeleteSnapshot;
import dev.pilothouse.lab.Guest;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A guest's disk, an overlay on a base image, moves while the guest writes to it. The judges are
 * virsh, qemu-img and what the guest reads.
 */
class MoveDiskIT extends OneGuest {
  private static final String SLOW = FOLDER;
  private static final String FAST = "/var/lib/libvirt/fast/";
  private static final long MIB = 1L << 20;

  @BeforeAll
  void pools() {
    host.exec(
        List.of(
            "mkdir",
            "-p",
            "/var/lib/libvirt/images",
            "/var/lib/libvirt/fast",
            "/var/lib/libvirt/small"));
    host.exec(List.of("mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", "/var/lib/libvirt/small"));
    pool("default", "/var/lib/libvirt/images");
    pool("fast", "/var/lib/libvirt/fast");
    pool("small", "/var/lib/libvirt/small");
  }

  private void pool(String name, String folder) {
    host.virsh("pool-define-as", name, "dir", "--target", folder);
    host.virsh("pool-start", name);
  }

  @Override
  void define() {
    guest = Guest.agent("move-" + System.nanoTime());
    disk = guest.name() + ".qcow2";
    String base = SLOW + guest.name() + "-base.qcow2";
    host.exec(List.of("qemu-img", "create", "-q", "-f", "qcow2", base, "64M"));
    host.exec(List.of("qemu-io", "-f", "qcow2", "-c", "write -q -P 0xaa 8M 8M", base));
    host.exec(
        List.of("qemu-img", "create", "-q", "-f", "qcow2", "-b", base, "-F", "qcow2", SLOW + disk));
    host.exec(List.of("qemu-io", "-f", "qcow2", "-c", "write -q -P 0xbb 32M 16M", SLOW + disk));
    host.virsh("pool-refresh", "default");
    host.define(
        guest.withDevices(
            """
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2' cache='none'/><source file='%s'/>
              <target dev='vda' bus='virtio'/>
            </disk>
            <graphics type='vnc' passwd='secret' listen='127.0.0.1'/>
            """
                .formatted(SLOW + disk)));
  }

  @AfterEach
  void powerOff() {
    if (virsh("domstate").contains("running")) {
      virsh("destroy");
    }
  }

  /** What it said at its end, which was a good one. */
  private String words(Operation operation) throws Exception {
    OperationRecord record = order(operation);
    assertThat(record.state()).as("%s", record).isEqualTo(OperationState.SUCCEEDED);
    return record.history().getLast().why();
  }

  private void awaitCopying(OperationRecord order) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                room.operation(order.number()).orElseThrow().phase().startsWith("copying vda: ")
                    && !virsh("blockjob", "vda", "--info").contains("No current"));
  }

  private MoveDisk to(String pool, String format, long rate) {
    return new MoveDisk(vm, "vda", "", "default", pool, "", format, false, rate);
  }

  private void isOn(String path, String format) {
    assertThat(virsh("dumpxml", "--inactive"))
        .contains("<source file='" + path + "'/>", "type='" + format + "' cache='none'");
    assertThat(virsh("dumpxml", "--inactive", "--security-info")).contains("passwd='secret'");
    assertThat(virsh("domblklist", "--inactive")).contains(path);
    assertThat(virsh("domblklist")).contains(path);
    assertThat(virsh("dumpxml")).doesNotContain("<mirror");
  }

  private String volumes(String pool) {
    host.virsh("pool-refresh", pool);
    return host.virsh("vol-list", pool);
  }

  private boolean holds(String path, String format, String pattern, String from, String bytes) {
    return !host.exec(
            List.of(
                "qemu-io",
                "-r",
                "-f",
                format,
                "-c",
                "read -P " + pattern + " " + from + " " + bytes,
                path))
        .contains("verification failed");
  }

  private void holdsAll(String path, String format) {
    assertThat(holds(path, format, "0xaa", "8M", "8M")).as("of the base image").isTrue();
    assertThat(holds(path, format, "0xbb", "32M", "16M")).as("of the overlay").isTrue();
  }

  @Test
  void aGuestWritesWhileItsDiskMovesAndReadsItAfterARestart() throws Exception {
    boot();
    inGuest(
        "i=0; while [ $i -lt 300 ]; do echo line-$i | dd of=/dev/vda bs=512 seek=$i conv=sync,fsync;"
            + " i=$((i+1)); done 2>/dev/null; echo WRITTEN >/dev/ttyS0");
    OperationRecord order = submit(to("fast", "", 8 * MIB));
    awaitCopying(order);
    assertThat(virsh("domblklist")).contains(SLOW + disk);
    OperationRecord end = end(order);
    assertThat(end.state()).as("%s", end).isEqualTo(OperationState.SUCCEEDED);
    assertThat(end.history().getLast().why())
        .contains("moved to fast/" + disk, "the old volume default/" + disk + " is deleted");
    isOn(FAST + disk, "qcow2");
    assertThat(volumes("default")).doesNotContain(disk);
    assertThat(volumes("fast")).contains(disk);

    await().atMost(LIMIT).until(() -> host.serial(guest).contains("WRITTEN"));
    virsh("destroy");
    assertThat(host.exec(List.of("qemu-img", "info", FAST + disk)))
        .contains("file format: qcow2", "compat: 1.1", "virtual size: 64 MiB")
        .doesNotContain("backing file");
    holdsAll(FAST + disk, "qcow2");
    boot();
    inGuest(
        "dd if=/dev/vda bs=512 count=300 2>/dev/null | grep -a -c line- | sed s/^/LINES-/ >/dev/ttyS0");
    await().atMost(LIMIT).until(() -> host.serial(guest).contains("LINES-300"));

    // And back, as what undoes it would.
    words(((Operation.Inverse.By) to("fast", "", 0).inverse()).operation());
    isOn(SLOW + disk, "qcow2");
    assertThat(volumes("fast")).doesNotContain(disk);
    virsh("destroy");
    holdsAll(SLOW + disk, "qcow2");
  }

  @Test
  void aCancelLeavesTheGuestWhereItIs() throws Exception {
    boot();
    OperationRecord order = submit(to("fast", "raw", MIB));
    awaitCopying(order);
    assertThat(volumes("fast")).contains(guest.name() + ".img");
    room.cancel(order.number(), ANN);
    assertThat(end(order).state()).isEqualTo(OperationState.CANCELLED);
    isOn(SLOW + disk, "qcow2");
    assertThat(volumes("fast")).doesNotContain(guest.name());
    assertThat(virsh("domstate").strip()).isEqualTo("running");
  }

  @Test
  void aPoolThatFillsUpInTheMiddleLeavesTheGuestWhereItIs() throws Exception {
    boot();
    OperationRecord order = submit(to("small", "", 4 * MIB));
    awaitCopying(order);
    host.exec(
        List.of(
            "sh", "-c", "dd if=/dev/zero of=/var/lib/libvirt/small/fill bs=1M 2>/dev/null; true"));
    OperationRecord end = end(order);
    assertThat(Objects.requireNonNull(end.failure()).code())
        .as("%s", end)
        .isEqualTo(ErrorCode.NO_CAPACITY);
    assertThat(end.failure().message()).contains("broke off", "goes on with " + SLOW + disk);
    isOn(SLOW + disk, "qcow2");
    assertThat(volumes("small")).doesNotContain(disk);

    OperationRecord refused = end(submit(to("small", "", 0)));
    assertThat(Objects.requireNonNull(refused.failure()).message()).contains("do not fit");
    host.exec(List.of("rm", "/var/lib/libvirt/small/fill"));
    virsh("destroy");
    holdsAll(SLOW + disk, "qcow2");
  }

  @Test
  void aStoppedVmsDiskIsCopiedAndConverted() throws Exception {
    String img = guest.name() + ".img";
    words(to("fast", "raw", 0));
    isOn(FAST + img, "raw");
    assertThat(volumes("default")).doesNotContain(disk);
    assertThat(host.exec(List.of("qemu-img", "info", "-f", "raw", FAST + img)))
        .contains("virtual size: 64 MiB");
    holdsAll(FAST + img, "raw");
    boot();
    words(new MoveDisk(vm, "vda", FAST + img, "fast", "default", disk, "qcow2", true, 0));
    isOn(SLOW + disk, "qcow2");
    assertThat(volumes("fast")).contains(img);
    virsh("destroy");
    holdsAll(SLOW + disk, "qcow2");
  }

  @Test
  void aMoveOutlivesLibvirtd() throws Exception {
    boot();
    OperationRecord order = submit(to("fast", "", 4 * MIB));
    awaitCopying(order);
    host.killLibvirtd();
    host.startLibvirtd();
    OperationRecord end = end(order);
    assertThat(end.state()).as("%s", end).isEqualTo(OperationState.SUCCEEDED);
    isOn(FAST + disk, "qcow2");
    assertThat(volumes("default")).doesNotContain(disk);
    virsh("destroy");
    holdsAll(FAST + disk, "qcow2");
  }

  @Test
  void snapshotsStandInTheWay() throws Exception {
    words(new CreateSnapshot(vm, "s1", "", Content.ALL, false, false));
    OperationRecord refused = end(submit(to("fast", "", 0)));
    assertThat(Objects.requireNonNull(refused.failure()).message()).contains("snapshots (s1)");
    words(new DeleteSnapshot(vm, "s1", false));
    words(to("fast", "", 0));
    isOn(FAST + disk, "qcow2");
  }

  @Test
  void limitsHoldAtOnceAndModesFromTheNextStart() throws Exception {
    boot();
    SetDisk set =
        new SetDisk(
            vm,
            "vda",
            new DiskTuning("none", "", 0L, 0L),
            new DiskTuning("directsync", "native", 500L, 10 * MIB));
    assertThat(Objects.requireNonNull(end(submit(set)).result()))
        .contains(
            "cache directsync, I/O native: takes effect at next start",
            "at most 500 IOPS: live now and kept",
            "at most 10M/s: live now and kept");
    assertThat(virsh("blkdeviotune", "vda"))
        .containsPattern("total_iops_sec *: 500")
        .containsPattern("total_bytes_sec *: 10485760");
    assertThat(virsh("blkdeviotune", "vda", "--config")).containsPattern("total_iops_sec *: 500");
    assertThat(virsh("dumpxml")).contains("cache='none'");
    assertThat(virsh("dumpxml", "--inactive")).contains("cache='directsync' io='native'");

    words(((Operation.Inverse.By) set.inverse()).operation());
    assertThat(virsh("blkdeviotune", "vda")).containsPattern("total_iops_sec *: 0");
    assertThat(virsh("dumpxml", "--inactive")).contains("cache='none'").doesNotContain("io=");
  }
}
