package dev.pilothouse.agent.hypervisor;

import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The storage pools of a host. Errors and threads as for {@link Hypervisor}; NOT_FOUND for a pool
 * or volume that is not there, NAME_TAKEN, NO_CAPACITY.
 */
public interface Storage {
  /** Of one piece: it is held in memory. */
  int MOST_DOWNLOADED = 16 << 20;

  /**
   * All pools with their volumes, as of each pool's last refresh; empty where the hypervisor has no
   * storage.
   */
  List<Pool> pools();

  /** The volume whose file or device is {@code path}, in whatever active pool it is. */
  Optional<Volume> volume(String path);

  /**
   * Defines a pool; it is neither built nor started.
   *
   * @param xml {@code <pool>}
   */
  void definePool(String xml);

  /** Makes what the pool's definition asks for, such as its folder; keeps what is there. */
  void buildPool(String pool);

  /** Makes its volumes usable. */
  void startPool(String pool);

  /** Its volumes stay where they are and cannot be used until it is started again. */
  void stopPool(String pool);

  /** Removes the definition of a stopped pool; its volumes stay on the disk. */
  void undefinePool(String pool);

  /** Looks at its folder or device again for volumes that others made or removed. */
  void refreshPool(String pool);

  void setPoolAutostart(String pool, boolean on);

  /** Makes an empty volume, or an overlay when it has a backing file. */
  Volume createVolume(String pool, NewVolume volume);

  /**
   * Makes a volume with the content of another, converted to the new one's format and without a
   * backing file. Takes as long as the copying does.
   *
   * @param sourcePath of a volume in an active pool
   */
  Volume copyVolume(String pool, NewVolume volume, String sourcePath);

  /** Removes a volume and its data. */
  void deleteVolume(String path);

  /** Grows a volume that no running VM uses. */
  void growVolume(String path, long bytes);

  /**
   * Writes {@code content} over a volume from its beginning, to its end.
   *
   * @param bytes how many will come, what the volume has room for; 0 when that is not known: then
   *     the volume becomes as long as it needs to be
   * @param progress hears after every piece; what it throws ends the transfer
   * @throws IOException when {@code content} cannot be read
   */
  void upload(String path, InputStream content, long bytes, TransferProgress progress)
      throws IOException;

  /**
   * A piece of a volume's content, shorter where the volume ends; empty behind its end.
   *
   * @param bytes at most, and no more than {@link #MOST_DOWNLOADED}
   */
  byte[] download(String path, long offset, int bytes);

  /** Hears how far a transfer is. */
  @FunctionalInterface
  interface TransferProgress {
    void moved(long bytes);
  }

  /**
   * A volume to be made.
   *
   * @param name within its pool
   * @param format {@code qcow2} or {@code raw}
   * @param capacityBytes as the guest will see it
   * @param preallocate whether all of its space is taken now
   * @param backing the file beneath it; null when it stands alone
   * @param backingFormat of {@code backing}, always said, so that nobody guesses it
   */
  record NewVolume(
      String name,
      String format,
      long capacityBytes,
      boolean preallocate,
      @Nullable String backing,
      @Nullable String backingFormat) {
    /** One that stands alone and grows as it is written. */
    public static NewVolume thin(String name, String format, long capacityBytes) {
      return new NewVolume(name, format, capacityBytes, false, null, null);
    }

    /** A qcow2 overlay. */
    public static NewVolume overlay(
        String name, long capacityBytes, String backing, String backingFormat) {
      return new NewVolume(name, "qcow2", capacityBytes, false, backing, backingFormat);
    }
  }
}
