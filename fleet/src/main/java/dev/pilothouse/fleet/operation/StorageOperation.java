package dev.pilothouse.fleet.operation;

import dev.pilothouse.fleet.model.ByteAmount;
import java.util.Optional;

/** On a storage pool of a host, or on a volume of it that no VM uses. */
public sealed interface StorageOperation extends Operation {
  String pool();

  @Override
  default Optional<Lane> lane() {
    return Optional.of(Lane.ofPool(pool()));
  }

  /**
   * A pool to be made.
   *
   * @param type {@code dir}, {@code netfs} or {@code logical}, as libvirt calls them
   * @param path the folder where volumes appear; empty for {@code logical}
   * @param source {@code SERVER:/FOLDER} for {@code netfs}, the volume group for {@code logical},
   *     empty for {@code dir}
   */
  record PoolSpec(String name, String type, String path, String source) {}

  /**
   * A volume to be made.
   *
   * @param name within its pool
   * @param format {@code qcow2} or {@code raw}
   * @param bytes as the guest will see it
   * @param preallocate whether all of its space is taken now
   */
  record VolumeSpec(String pool, String name, String format, long bytes, boolean preallocate) {
    /** For people. */
    public String shown() {
      return pool + "/" + name;
    }
  }

  /** virStoragePoolDefineXML, Build and Create; it starts with its host from then on. */
  record CreatePool(String host, PoolSpec spec, boolean autostart) implements StorageOperation {
    @Override
    public String pool() {
      return spec.name();
    }

    @Override
    public Verb verb() {
      return Verb.POOL_CREATE;
    }

    @Override
    public String sentence(String name) {
      String where = spec.path().isEmpty() ? spec.source() : spec.path();
      String from =
          spec.path().isEmpty() || spec.source().isEmpty() ? "" : " from " + spec.source();
      return "Make the pool " + name + " on " + where + from + " and start it.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new DeletePool(host, spec.name()));
    }
  }

  /** virStoragePoolCreate. */
  record StartPool(String host, String pool) implements StorageOperation {
    @Override
    public Verb verb() {
      return Verb.POOL_START;
    }

    @Override
    public String sentence(String name) {
      return "Start the pool " + name + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new StopPool(host, pool));
    }
  }

  /** virStoragePoolDestroy, which despite its name destroys nothing. */
  record StopPool(String host, String pool) implements StorageOperation {
    @Override
    public Verb verb() {
      return Verb.POOL_STOP;
    }

    @Override
    public String sentence(String name) {
      return "Stop the pool " + name + "; its volumes stay and cannot be used until it starts.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new StartPool(host, pool));
    }
  }

  /** virStoragePoolRefresh. */
  record RefreshPool(String host, String pool) implements StorageOperation {
    @Override
    public Verb verb() {
      return Verb.POOL_REFRESH;
    }

    @Override
    public String sentence(String name) {
      return "Look for volumes that came or went behind libvirt's back in the pool " + name + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("it only looks");
    }
  }

  /** virStoragePoolSetAutostart. */
  record SetPoolAutostart(String host, String pool, boolean on) implements StorageOperation {
    @Override
    public Verb verb() {
      return Verb.POOL_AUTOSTART;
    }

    @Override
    public String sentence(String name) {
      return (on ? "Start" : "No longer start") + " the pool " + name + " whenever its host boots.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new SetPoolAutostart(host, pool, !on));
    }
  }

  /** virStoragePoolDestroy and Undefine: volumes stay on the disk. */
  record DeletePool(String host, String pool) implements StorageOperation {
    @Override
    public Verb verb() {
      return Verb.POOL_DELETE;
    }

    @Override
    public String sentence(String name) {
      return "Delete the definition of the pool " + name + "; its volumes stay on the disk.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("create it again for the same folder, which keeps the volumes");
    }
  }

  /** virStorageVolCreateXML. Its result is the new volume's path. */
  record CreateVolume(String host, VolumeSpec volume) implements StorageOperation {
    @Override
    public String pool() {
      return volume.pool();
    }

    @Override
    public Verb verb() {
      return Verb.DISK_CREATE;
    }

    @Override
    public String sentence(String name) {
      return "Make the volume " + name + " of " + ByteAmount.exact(volume.bytes()) + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.By(new DeleteVolume(host, volume.pool(), volume.name()));
    }
  }

  /** virStorageVolDelete, unless a VM or another volume needs it. */
  record DeleteVolume(String host, String pool, String volume) implements StorageOperation {
    @Override
    public Verb verb() {
      return Verb.DISK_DELETE;
    }

    @Override
    public String sentence(String name) {
      return "Delete the volume " + name + " with all data in it.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("its data is gone");
    }
  }
}
