package dev.pilothouse.agent.operation.storage;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.StorageOperation.VolumeSpec;
import java.util.Optional;
import java.util.Set;

/**
 * Makes volumes so that a crash leaves none behind: {@link #requireFree} before the order has begun
 * says that the name was free, {@link #make} notes the path in the journal when it is made, and
 * {@link #left} tells after a crash whether one is there and whether it is ours.
 */
public final class NewVolumes {
  private static final String MADE = "volume-made";
  private static final Set<String> FORMATS = Set.of("qcow2", "raw");

  /** An empty qcow2 file of any size holds less than this. */
  private static final long EMPTY = 4L << 20;

  private NewVolumes() {}

  /** Refuses what cannot be made. */
  public static void requireFree(Work work, VolumeSpec spec) {
    if (spec.name().isBlank()
        || spec.name().indexOf('/') >= 0
        || spec.name().indexOf('\0') >= 0
        || spec.name().startsWith(".")) {
      throw bad("A volume's name is not empty, holds no '/' and does not begin with a dot.");
    }
    if (!FORMATS.contains(spec.format())) {
      throw bad("Volumes are made as qcow2 or raw, not as " + spec.format() + ".");
    }
    if (spec.bytes() < 1) {
      throw bad("A volume needs a size of at least one byte.");
    }
    Pool pool = Pools.active(work, spec.pool());
    if (pool.type().equals("logical") && !spec.format().equals("raw")) {
      throw bad("Volumes of a logical pool are raw.");
    }
    if (Pools.volume(pool, spec.name()).isPresent()) {
      throw new OperationException(
          ErrorCode.NAME_TAKEN, "The volume " + spec.shown() + " is there already.");
    }
    requireRoom(pool, spec.bytes(), spec.preallocate());
  }

  /**
   * @param bytes that are to be added
   * @param now whether they are taken at once; otherwise the pool need only be able to hold them
   */
  public static void requireRoom(Pool pool, long bytes, boolean now) {
    long room = now ? pool.availableBytes() : pool.capacityBytes();
    if (bytes > room) {
      throw new OperationException(
          new Failure(
              ErrorCode.NO_CAPACITY,
              "The pool "
                  + pool.name()
                  + (now ? " has " : " holds ")
                  + ByteAmount.exact(room >> 20 << 20)
                  + (now ? " left" : " in all")
                  + "; "
                  + ByteAmount.exact(bytes)
                  + " do not fit.",
              "Choose a smaller size or another pool; 'pool list' shows their room."));
    }
  }

  /** Makes it and notes that it did. */
  public static Volume make(Work work, VolumeSpec spec) {
    Volume made =
        work.hypervisor()
            .storage()
            .createVolume(
                spec.pool(),
                new NewVolume(
                    spec.name(), spec.format(), spec.bytes(), spec.preallocate(), null, null));
    work.note(MADE, made.path());
    return made;
  }

  /** What is there of a volume after a crash. */
  public sealed interface Left {
    record Nothing() implements Left {}

    /** Made by us, or as empty as if it were. */
    record Ours(Volume volume) implements Left {}

    /** Somebody may have made and filled it; it is not ours to remove. */
    record Unsure(Volume volume) implements Left {}
  }

  public static Left left(Work work, VolumeSpec spec) {
    Optional<Volume> found =
        Pools.find(work, spec.pool()).flatMap(pool -> Pools.volume(pool, spec.name()));
    if (found.isEmpty()) {
      return new Left.Nothing();
    }
    Volume volume = found.get();
    boolean noted = volume.path().equals(work.noted(MADE));
    boolean empty =
        !spec.preallocate()
            && volume.format().equals(spec.format())
            && volume.capacityBytes() == spec.bytes()
            && volume.allocationBytes() < EMPTY
            && volume.backing().isEmpty();
    return noted || empty ? new Left.Ours(volume) : new Left.Unsure(volume);
  }

  private static OperationException bad(String message) {
    return new OperationException(ErrorCode.BAD_INPUT, message);
  }
}
