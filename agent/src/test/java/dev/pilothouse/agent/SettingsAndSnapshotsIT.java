package dev.pilothouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.SettingsOperation.ChangeMedium;
import dev.pilothouse.fleet.operation.SettingsOperation.SetVm;
import dev.pilothouse.fleet.operation.SettingsOperation.Values;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot.Content;
import dev.pilothouse.fleet.operation.SnapshotOperation.DeleteSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.RevertSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A whole agent changes a real guest; virsh and the guest's disk are the judges. */
class SettingsAndSnapshotsIT extends OneGuest {
  private static final Values NOTHING =
      new Values(null, null, null, null, null, null, List.of(), List.of(), null, null);

  private static Values sizes(@Nullable Integer cpus, @Nullable Long memory) {
    return new Values(cpus, null, memory, null, null, null, List.of(), List.of(), null, null);
  }

  /**
   * Memory goes into a file at the pace of a compressor, so that there is a middle to cancel in.
   */
  @BeforeAll
  void saveSlowly() throws IOException {
    host.stopLibvirtd();
    Files.writeString(
        host.directory().resolve("-etc-libvirt/qemu.conf"),
        "\nsnapshot_image_format = \"gzip\"\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    host.startLibvirtd();
  }

  @Test
  void aRunningGuestTakesACpuAndGivesMemoryBack() throws Exception {
    boot();
    assertThat(succeed(new SetVm(vm, NOTHING, sizes(2, 100L << 20))))
        .contains("2 vCPUs: live now and kept", "100 MiB of memory: live now and kept");
    assertThat(virsh("vcpucount", "--live", "--current").strip()).isEqualTo("2");
    assertThat(virsh("vcpucount", "--config", "--current").strip()).isEqualTo("2");
    assertThat(virsh("dommemstat")).contains("actual 102400");
    assertThat(virsh("dumpxml", "--inactive"))
        .contains("<currentMemory unit='KiB'>102400</currentMemory>");

    Values more =
        new Values(
            null,
            null,
            256L << 20,
            256L << 20,
            "Shop",
            null,
            List.of("db"),
            List.of(),
            List.of("network", "disk"),
            true);
    assertThat(succeed(new SetVm(vm, NOTHING, more)))
        .contains(
            "at most 256 MiB of memory: takes effect at next start",
            "boot from network, disk: takes effect at next start",
            "title 'Shop': live now and kept",
            "delete protection on: live now and kept");
    assertThat(virsh("desc", "--title").strip()).isEqualTo("Shop");
    assertThat(virsh("metadata", "https://pilothouse.dev/xmlns/vm/1", "--config"))
        .contains("<tag>db</tag>", "<delete-protection/>");
    assertThat(virsh("dumpxml", "--inactive")).contains("<boot dev='network'/>");

    virsh("destroy");
    assertThat(refused(new Operation.DeleteVm(vm))).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(virsh("domstate").strip()).isEqualTo("shut off");
    assertThat(refused(new SetVm(vm, NOTHING, sizes(9, null)))).isEqualTo(ErrorCode.BAD_INPUT);
  }

  @Test
  void aMediumGoesInAndComesOut() throws Exception {
    String iso = FOLDER + guest.name() + ".iso";
    host.exec(List.of("truncate", "-s", "1M", iso));
    boot();
    assertThat(succeed(new ChangeMedium(vm, "sda", "", iso))).contains("live now and kept");
    assertThat(virsh("domblklist")).contains(iso);
    assertThat(virsh("domblklist", "--inactive")).contains(iso);
    assertThat(order(new ChangeMedium(vm, "sda", iso, "/none.iso")).state())
        .isEqualTo(OperationState.FAILED);
    assertThat(virsh("domblklist", "--inactive")).contains(iso);
    succeed(new ChangeMedium(vm, "sda", iso, ""));
    assertThat(virsh("domblklist")).doesNotContain(iso);
    virsh("destroy");
  }

  @Test
  void goingBackBringsTheDisksContentBack() throws Exception {
    write("0x11");
    succeed(new CreateSnapshot(vm, "one", "before", Content.ALL, false, false));
    write("0x22");
    assertThat(virsh("snapshot-list")).contains("one");
    assertThat(reads("0x22")).isTrue();
    succeed(new RevertSnapshot(vm, "one", false));
    assertThat(reads("0x11")).isTrue();
    succeed(new DeleteSnapshot(vm, "one", false));
    assertThat(host.exec(List.of("qemu-img", "snapshot", "-l", disk))).doesNotContain("one");
    assertThat(reads("0x11")).isTrue();
  }

  @Test
  void externalSnapshotsAreMergedAndWhatLibvirtCannotIsRefused() throws Exception {
    boot();
    succeed(new CreateSnapshot(vm, "files", "", Content.DISKS, false, true));
    assertThat(virsh("domblklist")).contains(FOLDER + guest.name() + ".files");
    assertThat(refused(new RevertSnapshot(vm, "files", false))).isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(refused(new CreateSnapshot(vm, "files", "", Content.ALL, false, false)))
        .isEqualTo(ErrorCode.NAME_TAKEN);
    succeed(new DeleteSnapshot(vm, "files", false));
    assertThat(virsh("domblklist")).contains(disk);
    assertThat(host.exec(List.of("ls", FOLDER))).doesNotContain(guest.name() + ".files");

    succeed(new CreateSnapshot(vm, "alive", "", Content.ALL, false, false));
    virsh("destroy");
    succeed(new RevertSnapshot(vm, "alive", false));
    assertThat(virsh("domstate").strip()).isEqualTo("running");
    virsh("destroy");
  }

  @Test
  void memoryInsideOfTheDiskIsRemovedAtItsEndWhenCancelled() throws Exception {
    host.exec(List.of("qemu-img", "resize", "-q", "-f", "qcow2", disk, "2G"));
    bootWithMuchInMemory();
    CreateSnapshot internal = new CreateSnapshot(vm, "inside", "", Content.ALL, false, false);
    OperationRecord end = cancelled(internal, record -> record.state() == OperationState.RUNNING);
    assertThat(end.history().getLast().why()).contains("the snapshot is gone again");
    assertThat(virsh("domstate").strip()).isEqualTo("running");
    assertThat(virsh("snapshot-list")).doesNotContain("inside");
    virsh("destroy");
    assertThat(host.exec(List.of("qemu-img", "snapshot", "-l", disk))).doesNotContain("inside");
  }

  /** Cancels it in its middle; again when it was over before the cancel came. */
  private OperationRecord cancelled(CreateSnapshot wanted, Predicate<OperationRecord> middle)
      throws Exception {
    for (int i = 0; i < 10; i++) {
      long number = room.submit(wanted, "it", ANN, Duration.ofMinutes(1)).number();
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                OperationRecord now = room.operation(number).orElseThrow();
                return middle.test(now) || now.state().terminal();
              });
      try {
        room.cancel(number, ANN);
      } catch (OperationException tooLate) {
        assertThat(tooLate.failure().message()).contains("ended already");
      }
      OperationRecord end = room.finished(number).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (end.state() == OperationState.CANCELLED) {
        return end;
      }
      assertThat(end.state()).as("%s", end).isEqualTo(OperationState.SUCCEEDED);
      succeed(new DeleteSnapshot(vm, wanted.name(), false));
    }
    throw new AssertionError("it is over each time before it can be cancelled");
  }

  private void bootWithMuchInMemory() {
    virsh("setmaxmem", "700M", "--config");
    virsh("setmem", "700M", "--config");
    boot();
    inGuest(
        "mount -o remount,size=600m /run; yes | head -c 1000000 >/run/a; i=0;"
            + " while [ $i -lt 550 ]; do cat /run/a; i=$((i+1)); done >/run/x;"
            + " echo FILLED >/dev/ttyS0");
    await().atMost(LIMIT).until(() -> host.serial(guest).contains("FILLED"));
  }

  @Test
  void savingMemoryIsToldAndCancelledAndItsFileGoesWithTheSnapshot() throws Exception {
    startPool();
    bootWithMuchInMemory();
    CreateSnapshot external = new CreateSnapshot(vm, "mem", "", Content.ALL, true, false);
    cancelled(external, record -> record.phase().startsWith("saving memory"));
    assertThat(virsh("domstate").strip()).isEqualTo("running");
    assertThat(virsh("snapshot-list")).doesNotContain("mem");
    assertThat(virsh("domblklist")).contains(disk);
    assertThat(host.exec(List.of("ls", FOLDER)))
        .contains(guest.name() + ".qcow2")
        .doesNotContain(guest.name() + ".mem");

    OperationRecord order = room.submit(external, "it", ANN, Duration.ofMinutes(1));
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                room.operation(order.number()).orElseThrow().phase().startsWith("saving memory: "));
    assertThat(room.finished(order.number()).get(LIMIT.toSeconds(), TimeUnit.SECONDS).state())
        .isEqualTo(OperationState.SUCCEEDED);
    assertThat(host.exec(List.of("ls", FOLDER))).contains(guest.name() + ".mem.memory");
    succeed(new DeleteSnapshot(vm, "mem", false));
    assertThat(virsh("domblklist")).contains(disk);
    assertThat(host.exec(List.of("ls", FOLDER))).doesNotContain(guest.name() + ".mem");
    virsh("destroy");
  }

  @Test
  void mergingIsTold() throws Exception {
    host.exec(List.of("qemu-img", "resize", "-q", "-f", "qcow2", disk, "2G"));
    boot();
    succeed(new CreateSnapshot(vm, "files", "", Content.DISKS, true, false));
    virsh(
        "qemu-monitor-command",
        "--hmp",
        "qemu-io -d /machine/peripheral/virtio-disk0/virtio-backend \"write -P 0x33 0 1G\"");
    OperationRecord order =
        room.submit(new DeleteSnapshot(vm, "files", false), "it", ANN, Duration.ofMinutes(1));
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> room.operation(order.number()).orElseThrow().phase().contains(" of 1.0 GiB"));
    assertThat(room.finished(order.number()).get(LIMIT.toSeconds(), TimeUnit.SECONDS).state())
        .isEqualTo(OperationState.SUCCEEDED);
    virsh("destroy");
    assertThat(reads("0x33")).isTrue();
    assertThat(host.exec(List.of("qemu-img", "info", disk))).doesNotContain("backing file");
  }

  private void write(String pattern) {
    host.exec(List.of("qemu-io", "-f", "qcow2", "-c", "write -q -P " + pattern + " 0 64k", disk));
  }

  private boolean reads(String pattern) {
    return !host.exec(
            List.of("qemu-io", "-f", "qcow2", "-c", "read -P " + pattern + " 0 64k", disk))
        .contains("verification failed");
  }
}
