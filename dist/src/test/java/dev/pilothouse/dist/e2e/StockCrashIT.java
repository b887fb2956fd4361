package dev.pilothouse.dist.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.dist.e2e.Deployment.Part;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.CreationOperation.CreateVm;
import dev.pilothouse.fleet.operation.DiskOperation.GrowDisk;
import dev.pilothouse.fleet.operation.ImageOperation.RemoveImage;
import dev.pilothouse.fleet.operation.MakeImage;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot.Content;
import dev.pilothouse.fleet.operation.SnapshotOperation.DeleteSnapshot;
import dev.pilothouse.fleet.operation.TrashOperation.PurgeVm;
import dev.pilothouse.fleet.operation.TrashOperation.TrashVm;
import dev.pilothouse.fleet.operation.VmSpec;
import dev.pilothouse.fleet.operation.VmSpec.CloudInit;
import dev.pilothouse.fleet.operation.VmSpec.Firmware;
import dev.pilothouse.fleet.operation.VmSpec.RootDisk;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code kill -9} of the agent somewhere in the middle of each operation that leaves files behind.
 * A VM goes through its life again and again; each stage is cut short once, at a moment by chance,
 * and is then done or not done, in truth as in its record. The judges are virsh, qemu-img and ls.
 *
 * <p>{@code -Dcrash.seed=N} repeats the moments of a run; a failure says which it was.
 */
@Timeout(900)
class StockCrashIT {
  private static final Logger LOG = LoggerFactory.getLogger(StockCrashIT.class);
  private static final Duration PROMISE = Duration.ofSeconds(60);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration ACCEPT_WITHIN = Duration.ofMinutes(5);
  private static final OperationState SUCCEEDED = OperationState.SUCCEEDED;
  private static final int LIVES = 4;
  private static final String FOLDER = "/var/lib/libvirt/images/pilothouse";
  private static final String BASE = FOLDER + "/base.qcow2";
  private static final String DISK = FOLDER + "/new.qcow2";
  private static final String SNAPSHOT = "s1";
  private static final long MIB = 1 << 20;

  /** What the VM "new" goes through. Each leaves behind what the next begins with. */
  private enum Stage {
    CREATE,
    GROW,
    SNAPSHOT,
    DELETE_SNAPSHOT,
    MAKE_IMAGE,
    TRASH,
    PURGE,
    REMOVE_IMAGE
  }

  private final Lab lab = Lab.open();
  private final LabHost host = lab.host("h1");
  private final OpenSsh admin = OpenSsh.with(lab.directory().resolve("home"), "root");
  private final Deployment parts = new Deployment(lab, admin, host);
  private final OwnRoom own = OwnRoom.of(parts);
  private final ControlRoom room = own.room();

  @AfterEach
  void tearDown() {
    own.close();
    parts.close();
    lab.close();
  }

  @Test
  void nothingIsLeftBehindHalf() {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    Random random = new Random(seed);
    await().atMost(LIMIT).until(() -> room.fleet().host("h1") != null);
    aBaseImage();
    try {
      for (int life = 0; life < LIVES; life++) {
        for (Stage stage : Stage.values()) {
          // The moments spread over what the stage takes; the first life's are its beginnings.
          Duration moment = Duration.ofMillis(random.nextInt(1 + 250 * life));
          OperationRecord record = cutShort(stage, moment);
          LOG.info("{} killed {} ms after it ran: {}", stage, moment.toMillis(), record.state());
          judge(stage, record);
          if (record.state() != OperationState.SUCCEEDED) {
            OperationRecord again = own.ended(submit(stage), Instant.now(), PROMISE);
            assertThat(again.state()).as("%s again: %s", stage, again).isEqualTo(SUCCEEDED);
            judge(stage, again);
          }
        }
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dcrash.seed=" + seed + "\n" + parts.agentLog(), e);
    }
  }

  /** Large enough that a copy of it takes a while: 64 MiB that do not compress. */
  private void aBaseImage() {
    host.exec(List.of("mkdir", "-p", FOLDER));
    host.exec(List.of("dd", "if=/dev/urandom", "of=/tmp/raw", "bs=1M", "count=64", "status=none"));
    host.exec(List.of("qemu-img", "convert", "-f", "raw", "-O", "qcow2", "/tmp/raw", BASE));
    host.exec(List.of("rm", "/tmp/raw"));
    host.virsh("pool-define-as", "images", "dir", "--target", FOLDER);
    host.virsh("pool-start", "images");
  }

  private OperationRecord cutShort(Stage stage, Duration moment) {
    CountDownLatch running = new CountDownLatch(1);
    Runnable kill = parts.killer(Part.AGENT);
    OperationRecord submitted;
    Subscription watch =
        room.onOperation(
            record -> {
              OperationState state = record.state();
              if (state == OperationState.RUNNING || state.terminal()) {
                running.countDown();
              }
            });
    try (watch) {
      submitted = submit(stage);
      assertThat(running.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      boolean unused = new CountDownLatch(1).await(moment.toMillis(), TimeUnit.MILLISECONDS);
      kill.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    parts.restart(Part.AGENT);
    return own.ended(submitted, Instant.now(), PROMISE);
  }

  private OperationRecord submit(Stage stage) {
    Operation operation =
        switch (stage) {
          case CREATE -> new CreateVm("h1", spec());
          case GROW -> new GrowDisk(vm(), "vda", DISK, 96 * MIB);
          case SNAPSHOT -> new CreateSnapshot(vm(), SNAPSHOT, "", Content.DISKS, false, false);
          case DELETE_SNAPSHOT -> new DeleteSnapshot(vm(), SNAPSHOT, false);
          case MAKE_IMAGE -> new MakeImage(vm(), "golden", null, null, false);
          case TRASH -> new TrashVm(vm());
          case PURGE -> new PurgeVm(trashed());
          case REMOVE_IMAGE -> new RemoveImage("h1", "golden");
        };
    return room.submit(operation, "new", OwnRoom.WHO, ACCEPT_WITHIN);
  }

  private static VmSpec spec() {
    CloudInit told = new CloudInit("ops", List.of(), "", "", null, "");
    RootDisk copy = new RootDisk.OfImage(BASE, 80 * MIB, true);
    return new VmSpec("new", 1, 64 * MIB, copy, "images", "", "", Firmware.AUTO, told, true, false);
  }

  private VmRef vm() {
    return new VmRef("h1", UUID.fromString(host.virsh("domuuid", "new").strip()));
  }

  private VmRef trashed() {
    return room.fleet().inventory("h1").trash().getFirst().ref();
  }

  /** Done, or not done; libvirt, the files and the record agree on which. */
  private void judge(Stage stage, OperationRecord record) {
    String what = stage + " " + record;
    assertThat(record.state()).as(what).isIn(SUCCEEDED, OperationState.FAILED);
    boolean done = record.state() == SUCCEEDED;
    assertThat(host.virsh("list", "--all", "--name").strip())
        .as(what)
        .isEqualTo(lasts(stage, done, Stage.CREATE, Stage.TRASH) ? "new" : "");
    String disk = lasts(stage, done, Stage.CREATE, Stage.PURGE) ? " new-seed.iso new.qcow2" : "";
    String image =
        lasts(stage, done, Stage.MAKE_IMAGE, Stage.REMOVE_IMAGE)
            ? " golden.X.qcow2 golden.json"
            : "";
    assertThat(files()).as(what).isEqualTo("base.qcow2" + image + disk);
    if (!disk.isEmpty()) {
      String info = host.exec(List.of("qemu-img", "info", DISK));
      long size = lasts(stage, done, Stage.GROW, Stage.PURGE) ? 96 : 80;
      assertThat(info).as(what).contains("(" + size * MIB + " bytes)");
      boolean snapshot = lasts(stage, done, Stage.SNAPSHOT, Stage.DELETE_SNAPSHOT);
      assertThat(info.contains(" " + SNAPSHOT + " ")).as(what + "\n" + info).isEqualTo(snapshot);
      if (stage.compareTo(Stage.TRASH) < 0 && (stage != Stage.CREATE || done)) {
        assertThat(host.virsh("snapshot-list", "new", "--name").strip())
            .as(what)
            .isEqualTo(snapshot ? SNAPSHOT : "");
      }
    }
  }

  /** Whether it is there after a stage: what {@code maker} makes and {@code taker} takes away. */
  private static boolean lasts(Stage now, boolean done, Stage maker, Stage taker) {
    boolean made = now.compareTo(maker) > 0 || (now == maker && done);
    boolean taken = now.compareTo(taker) > 0 || (now == taker && done);
    return made && !taken;
  }

  /** By ls; the random part of an image's file shows as X. */
  private String files() {
    return Arrays.stream(host.exec(List.of("ls", "-A", FOLDER)).strip().split("\\s+"))
        .map(name -> name.replaceAll("\\.[0-9a-f]{8}\\.", ".X."))
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
