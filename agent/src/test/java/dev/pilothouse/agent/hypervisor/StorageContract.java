package dev.pilothouse.agent.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every host's storage does. */
public abstract class StorageContract {
  private static final String POOL = "contract \u00e9 & <b>";
  private static final long MIB = 1L << 20;

  private Hypervisor hypervisor;
  private Storage storage;

  /** A hypervisor where a pool may be made. */
  protected abstract Hypervisor open();

  /** A folder on the host that is not there yet, the same for the same name. */
  protected abstract String folder(String name);

  @BeforeEach
  void setUp() {
    hypervisor = open();
    storage = hypervisor.storage();
    storage.definePool(
        """
        <pool type="dir">
          <name>contract \u00e9 &amp; &lt;b&gt;</name>
          <uuid>d0a5f1f6-5c4c-4c3c-b3c4-6d1a3a3b7a10</uuid>
          <target><path>%s</path></target>
        </pool>
        """
            .formatted(folder("contract")));
    storage.buildPool(POOL);
    storage.startPool(POOL);
  }

  @AfterEach
  void tearDown() {
    pool()
        .ifPresent(
            pool -> {
              pool.volumes().forEach(volume -> storage.deleteVolume(volume.path()));
              if (pool.active()) {
                storage.stopPool(POOL);
              }
              storage.undefinePool(POOL);
            });
    hypervisor.close();
  }

  private Optional<Pool> pool() {
    return storage.pools().stream().filter(pool -> pool.name().equals(POOL)).findFirst();
  }

  private Pool look() {
    return pool().orElseThrow();
  }

  @Test
  void aPoolIsDefinedStartedStoppedAndUndefined() {
    Pool active = look();
    assertThat(active.active()).isTrue();
    assertThat(active.persistent()).isTrue();
    assertThat(active.type()).isEqualTo("dir");
    assertThat(active.path()).isEqualTo(folder("contract"));
    assertThat(active.capacityBytes()).isPositive();
    assertThat(active.availableBytes()).isPositive();
    assertThat(active.volumes()).isEmpty();
    assertThat(active.autostart()).isFalse();
    storage.setPoolAutostart(POOL, true);
    assertThat(look().autostart()).isTrue();

    fails(ErrorCode.WRONG_STATE, () -> storage.startPool(POOL));
    storage.stopPool(POOL);
    assertThat(look().active()).isFalse();
    assertThat(look().capacityBytes()).isZero();
    fails(ErrorCode.WRONG_STATE, () -> storage.stopPool(POOL));
    fails(ErrorCode.WRONG_STATE, () -> storage.createVolume(POOL, disk("late.qcow2")));
    storage.undefinePool(POOL);
    assertThat(pool()).isEmpty();
    fails(ErrorCode.NOT_FOUND, () -> storage.startPool(POOL));
  }

  @Test
  void aNameIsTakenOnce() {
    fails(
        ErrorCode.NAME_TAKEN,
        () ->
            storage.definePool(
                """
                <pool type="dir">
                  <name>contract \u00e9 &amp; &lt;b&gt;</name>
                  <uuid>d0a5f1f6-5c4c-4c3c-b3c4-6d1a3a3b7a11</uuid>
                  <target><path>%s</path></target>
                </pool>
                """
                    .formatted(folder("other"))));
    storage.createVolume(POOL, disk("once.qcow2"));
    fails(ErrorCode.NAME_TAKEN, () -> storage.createVolume(POOL, disk("once.qcow2")));
  }

  @Test
  void volumesComeGrowAndGo() {
    Volume made = storage.createVolume(POOL, disk("web & <01>.qcow2"));
    assertThat(made.name()).isEqualTo("web & <01>.qcow2");
    assertThat(made.path()).isEqualTo(folder("contract") + "/web & <01>.qcow2");
    assertThat(made.format()).isEqualTo("qcow2");
    assertThat(made.capacityBytes()).isEqualTo(64 * MIB);
    assertThat(made.backing()).isEmpty();
    assertThat(look().volumes()).extracting(Volume::path).containsExactly(made.path());
    assertThat(storage.volume(made.path())).isPresent();

    storage.growVolume(made.path(), 80 * MIB);
    assertThat(storage.volume(made.path()).orElseThrow().capacityBytes()).isEqualTo(80 * MIB);

    storage.deleteVolume(made.path());
    assertThat(storage.volume(made.path())).isEmpty();
    fails(ErrorCode.NOT_FOUND, () -> storage.deleteVolume(made.path()));
    fails(ErrorCode.NOT_FOUND, () -> storage.growVolume(made.path(), 90 * MIB));
  }

  @Test
  void anOverlayNamesItsBackingFile() {
    Volume base = storage.createVolume(POOL, disk("base.qcow2"));
    Volume overlay =
        storage.createVolume(
            POOL, NewVolume.overlay("clone.qcow2", 128 * MIB, base.path(), "qcow2"));
    assertThat(overlay.backing()).isEqualTo(base.path());
    assertThat(overlay.capacityBytes()).isEqualTo(128 * MIB);
  }

  @Test
  void contentIsWrittenAndCopied() throws IOException {
    byte[] content = new byte[(int) (3 * MIB)];
    java.util.Arrays.fill(content, (byte) 7);
    Volume raw = storage.createVolume(POOL, NewVolume.thin("raw.img", "raw", content.length));
    List<Long> moved = new ArrayList<>();
    storage.upload(raw.path(), new ByteArrayInputStream(content), content.length, moved::add);
    assertThat(moved).isSorted().endsWith((long) content.length);
    assertThat(storage.volume(raw.path()).orElseThrow().allocationBytes())
        .isGreaterThanOrEqualTo(content.length);

    Volume copy =
        storage.copyVolume(POOL, NewVolume.thin("copy.qcow2", "qcow2", content.length), raw.path());
    assertThat(copy.format()).isEqualTo("qcow2");
    assertThat(copy.backing()).isEmpty();
    assertThat(storage.volume(copy.path()).orElseThrow().allocationBytes())
        .isGreaterThanOrEqualTo(content.length);
  }

  @Test
  void contentIsReadBackInPieces() throws IOException {
    byte[] content = new byte[(int) (2 * MIB)];
    new java.util.Random(7).nextBytes(content);
    Volume raw = storage.createVolume(POOL, NewVolume.thin("raw.img", "raw", content.length));
    storage.upload(raw.path(), new ByteArrayInputStream(content), content.length, moved -> {});

    assertThat(storage.download(raw.path(), 0, content.length)).isEqualTo(content);
    assertThat(storage.download(raw.path(), 3, 5))
        .isEqualTo(java.util.Arrays.copyOfRange(content, 3, 8));
    assertThat(storage.download(raw.path(), content.length - 2L, 100))
        .isEqualTo(java.util.Arrays.copyOfRange(content, content.length - 2, content.length));
    assertThat(storage.download(raw.path(), content.length, 1)).isEmpty();
    fails(ErrorCode.NOT_FOUND, () -> storage.download(raw.path() + "-not", 0, 1));
  }

  @Test
  void contentOfUnknownLengthMakesAVolumeLonger() throws IOException {
    byte[] content =
        "longer than it was made for".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Volume raw = storage.createVolume(POOL, NewVolume.thin("raw.img", "raw", 1));
    storage.upload(raw.path(), new ByteArrayInputStream(content), 0, moved -> {});
    storage.refreshPool(POOL);
    assertThat(storage.volume(raw.path()).orElseThrow().capacityBytes()).isEqualTo(content.length);
    assertThat(storage.download(raw.path(), 0, 100)).isEqualTo(content);
  }

  @Test
  void whoeverHearsTheProgressMayEndATransfer() {
    Volume raw = storage.createVolume(POOL, NewVolume.thin("raw.img", "raw", 8 * MIB));
    assertThatThrownBy(
            () ->
                storage.upload(
                    raw.path(),
                    new ByteArrayInputStream(new byte[(int) (8 * MIB)]),
                    8 * MIB,
                    moved -> {
                      throw new OperationException(ErrorCode.CANCELLED, "enough");
                    }))
        .hasMessageContaining("enough");
    storage.deleteVolume(raw.path());
    assertThat(storage.volume(raw.path())).isEmpty();
  }

  private static NewVolume disk(String name) {
    return NewVolume.thin(name, "qcow2", 64 * MIB);
  }

  private static void fails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.failure().code()).as(e.getMessage()).isEqualTo(code));
  }
}
