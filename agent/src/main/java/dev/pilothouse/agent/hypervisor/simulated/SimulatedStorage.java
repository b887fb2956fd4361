package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.PoolXml;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Pools whose volumes have names and sizes, and of their content what {@link SimulatedContents}
 * keeps. The first pool holds a base image, an installation medium, and the disks that VMs came
 * with.
 */
public final class SimulatedStorage implements Storage {
  private static final long GIB = 1L << 30;
  private static final long CAPACITY = 8192 * GIB;
  private static final String FOLDER = "/var/lib/libvirt/images";

  private final Supplier<List<DomainXml>> domains;
  private final Map<String, Pool> pools = new LinkedHashMap<>();
  private final SimulatedContents contents = new SimulatedContents();

  /**
   * @param domains the VMs there are, for their disks
   */
  public SimulatedStorage(Supplier<List<DomainXml>> domains) {
    this.domains = domains;
    definePool(
        """
        <pool type="dir">
          <name>default</name>
          <uuid>8b2d6ee9-3a0e-4e0c-9c6b-0c9a5fd4f2a1</uuid>
          <target><path>%s</path></target>
        </pool>
        """
            .formatted(FOLDER));
    setPoolAutostart("default", true);
    startPool("default");
    add(
        "default",
        new Volume("debian-12.qcow2", path("debian-12.qcow2"), "qcow2", 2 * GIB, GIB, ""));
    add("default", new Volume("rescue.iso", path("rescue.iso"), "iso", GIB, GIB, ""));
  }

  private static String path(String name) {
    return FOLDER + "/" + name;
  }

  @Override
  public List<Pool> pools() {
    // Before this is locked: whoever has the VMs locked may ask for a volume meanwhile.
    return pools(domains.get());
  }

  private synchronized List<Pool> pools(List<DomainXml> of) {
    of.stream().flatMap(domain -> domain.disks().stream()).forEach(this::adopt);
    return pools.values().stream()
        .map(pool -> pool.active() ? pool : with(pool, false, pool.autostart(), List.of()))
        .toList();
  }

  /** A disk that a VM came with lies in the first pool, if it says so. */
  private void adopt(Disk disk) {
    String source = disk.source();
    if (source.startsWith(FOLDER + "/") && find(source).isEmpty()) {
      String name = source.substring(FOLDER.length() + 1);
      add("default", new Volume(name, source, disk.format(), 20 * GIB, 4 * GIB, ""));
    }
  }

  @Override
  public Optional<Volume> volume(String path) {
    return pools().stream()
        .flatMap(pool -> pool.volumes().stream())
        .filter(volume -> volume.path().equals(path))
        .findFirst();
  }

  private Optional<Volume> find(String path) {
    return pools.values().stream()
        .flatMap(pool -> pool.volumes().stream())
        .filter(volume -> volume.path().equals(path))
        .findFirst();
  }

  @Override
  public synchronized void definePool(String xml) {
    PoolXml wanted = PoolXml.parse(xml);
    if (pools.containsKey(wanted.name())) {
      throw new OperationException(ErrorCode.NAME_TAKEN, "A pool with this name is there already.");
    }
    pools.put(
        wanted.name(),
        new Pool(
            wanted.name(),
            wanted.uuid(),
            wanted.type(),
            wanted.path(),
            false,
            false,
            true,
            0,
            0,
            0,
            List.of()));
  }

  @Override
  public synchronized void buildPool(String pool) {
    require(!existing(pool).active(), "The pool is active already.");
  }

  @Override
  public synchronized void startPool(String pool) {
    require(!existing(pool).active(), "The pool is active already.");
    change(pool, p -> with(p, true, p.autostart(), p.volumes()));
  }

  @Override
  public synchronized void stopPool(String pool) {
    active(pool);
    change(pool, p -> with(p, false, p.autostart(), p.volumes()));
  }

  @Override
  public synchronized void undefinePool(String pool) {
    require(!existing(pool).active(), "The pool is still active; stop it first.");
    pools.remove(pool);
  }

  @Override
  public synchronized void refreshPool(String pool) {
    active(pool);
  }

  @Override
  public synchronized void setPoolAutostart(String pool, boolean on) {
    existing(pool);
    change(pool, p -> with(p, p.active(), on, p.volumes()));
  }

  @Override
  public synchronized Volume createVolume(String pool, NewVolume wanted) {
    Pool in = active(pool);
    String path = in.path() + "/" + wanted.name();
    if (find(path).isPresent()) {
      throw new OperationException(
          ErrorCode.NAME_TAKEN, "A volume with this name is there already.");
    }
    if (wanted.preallocate() && wanted.capacityBytes() > in.availableBytes()) {
      throw new OperationException(ErrorCode.NO_CAPACITY, "The pool has no room for that.");
    }
    String backing = wanted.backing();
    return add(
        pool,
        new Volume(
            wanted.name(),
            path,
            wanted.format(),
            wanted.capacityBytes(),
            wanted.preallocate() ? wanted.capacityBytes() : 0,
            backing == null ? "" : backing));
  }

  @Override
  public synchronized Volume copyVolume(String pool, NewVolume wanted, String sourcePath) {
    Volume source = at(sourcePath);
    Volume copy = createVolume(pool, wanted);
    contents.copy(sourcePath, copy.path());
    return replace(copy.path(), copy.capacityBytes(), source.allocationBytes());
  }

  @Override
  public synchronized void deleteVolume(String path) {
    at(path);
    contents.forget(path);
    for (Pool pool : List.copyOf(pools.values())) {
      List<Volume> left =
          pool.volumes().stream().filter(volume -> !volume.path().equals(path)).toList();
      change(pool.name(), p -> with(p, p.active(), p.autostart(), left));
    }
  }

  @Override
  public synchronized void growVolume(String path, long bytes) {
    Volume volume = at(path);
    require(bytes >= volume.capacityBytes(), "A volume cannot be made smaller.");
    replace(path, bytes, volume.allocationBytes());
  }

  @Override
  public void upload(String path, InputStream content, long bytes, TransferProgress progress)
      throws IOException {
    if (volume(path).isEmpty()) {
      throw noVolume(path);
    }
    byte[] piece = new byte[1 << 16];
    long moved = 0;
    for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
      contents.write(path, moved, piece, read);
      moved += read;
      progress.moved(moved);
    }
    synchronized (this) {
      Volume was = at(path);
      replace(path, Math.max(moved, was.capacityBytes()), moved);
    }
  }

  @Override
  public synchronized byte[] download(String path, long offset, int bytes) {
    Volume volume = at(path);
    long size = volume.format().equals("qcow2") ? contents.length(path) : volume.capacityBytes();
    return contents.read(path, size, offset, bytes);
  }

  /** The second holds what the first holds. */
  synchronized void mirrored(String from, String to) {
    Volume copy = at(to);
    contents.copy(from, to);
    replace(to, copy.capacityBytes(), find(from).map(Volume::allocationBytes).orElse(0L));
  }

  /** The volume of that path holds what that of another host does. */
  void arrived(String path, SimulatedStorage from) {
    if (from == this) {
      return;
    }
    long allocated = from.volume(path).map(Volume::allocationBytes).orElse(0L);
    synchronized (this) {
      contents.take(path, from.contents);
      replace(path, at(path).capacityBytes(), allocated);
    }
  }

  private Volume add(String pool, Volume volume) {
    change(
        pool,
        p -> {
          List<Volume> more = new ArrayList<>(p.volumes());
          more.add(volume);
          return with(p, p.active(), p.autostart(), more);
        });
    return volume;
  }

  private Volume replace(String path, long capacity, long allocation) {
    Volume old = at(path);
    Volume changed =
        new Volume(old.name(), path, old.format(), capacity, allocation, old.backing());
    for (Pool pool : List.copyOf(pools.values())) {
      List<Volume> all =
          pool.volumes().stream().map(v -> v.path().equals(path) ? changed : v).toList();
      change(pool.name(), p -> with(p, p.active(), p.autostart(), all));
    }
    return changed;
  }

  private void change(String pool, UnaryOperator<Pool> how) {
    pools.computeIfPresent(pool, (name, old) -> how.apply(old));
  }

  private static Pool with(Pool pool, boolean active, boolean autostart, List<Volume> volumes) {
    long used = volumes.stream().mapToLong(Volume::allocationBytes).sum();
    return new Pool(
        pool.name(),
        pool.uuid(),
        pool.type(),
        pool.path(),
        active,
        autostart,
        pool.persistent(),
        active ? CAPACITY : 0,
        active ? used : 0,
        active ? CAPACITY - used : 0,
        volumes);
  }

  private Pool existing(String name) {
    Pool pool = pools.get(name);
    if (pool == null) {
      throw new OperationException(ErrorCode.NOT_FOUND, "There is no pool " + name + ".");
    }
    return pool;
  }

  private Pool active(String name) {
    Pool pool = existing(name);
    require(pool.active(), "The pool is not active.");
    return pool;
  }

  private Volume at(String path) {
    return find(path).orElseThrow(() -> noVolume(path));
  }

  private static OperationException noVolume(String path) {
    return new OperationException(ErrorCode.NOT_FOUND, "There is no volume " + path + ".");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new OperationException(ErrorCode.WRONG_STATE, otherwise);
    }
  }
}
