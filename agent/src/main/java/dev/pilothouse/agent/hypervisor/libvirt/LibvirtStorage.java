package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import com.sun.jna.ptr.IntByReference;
import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.agent.xml.PoolXml;
import dev.pilothouse.agent.xml.VolumeXml;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.StoragePoolPointer;
import org.libvirt.jna.StorageVolPointer;

/** Pools and volumes through libvirt's storage driver. */
final class LibvirtStorage implements Storage {
  private static final int NO_STORAGE_VOL = 50;

  private final Connection connection;

  LibvirtStorage(Connection connection) {
    this.connection = connection;
  }

  @Override
  public List<Pool> pools() {
    return connection
        .link()
        .call(
            Lane.READ,
            conn ->
                Handles.each(
                    array -> LIBVIRT.virConnectListAllStoragePools(conn, array, 0),
                    StoragePoolPointer::new,
                    LibvirtStorage::look,
                    LIBVIRT::virStoragePoolFree));
  }

  private static Pool look(StoragePoolPointer pool) {
    PoolXml xml = PoolXml.parse(Errors.check(LIBVIRT.virStoragePoolGetXMLDesc(pool, 0)).toString());
    boolean active = Errors.check(LIBVIRT.virStoragePoolIsActive(pool)) == 1;
    IntByReference autostart = new IntByReference();
    LIBVIRT.virStoragePoolGetAutostart(pool, autostart);
    return new Pool(
        xml.name(),
        xml.uuid(),
        xml.type(),
        xml.path(),
        active,
        autostart.getValue() != 0,
        Errors.check(LIBVIRT.virStoragePoolIsPersistent(pool)) == 1,
        active ? xml.capacityBytes() : 0,
        active ? xml.allocationBytes() : 0,
        active ? xml.availableBytes() : 0,
        active ? volumes(pool) : List.of());
  }

  private static List<Volume> volumes(StoragePoolPointer pool) {
    return Handles.each(
        array -> LIBVIRT.virStoragePoolListAllVolumes(pool, array, 0),
        StorageVolPointer::new,
        LibvirtStorage::look,
        LIBVIRT::virStorageVolFree);
  }

  private static Volume look(StorageVolPointer volume) {
    return VolumeXml.parse(Errors.check(LIBVIRT.virStorageVolGetXMLDesc(volume, 0)).toString());
  }

  @Override
  public Optional<Volume> volume(String path) {
    return connection
        .link()
        .call(
            Lane.READ,
            conn -> {
              StorageVolPointer volume = LIBVIRT.virStorageVolLookupByPath(conn, path);
              if (volume == null) {
                LibvirtError error = Errors.last();
                if (error.code() == NO_STORAGE_VOL) {
                  return Optional.empty();
                }
                throw error;
              }
              return Optional.of(closing(volume, LibvirtStorage::look));
            });
  }

  @Override
  public void definePool(String xml) {
    PoolXml wanted = PoolXml.parse(xml);
    if (pools().stream().anyMatch(pool -> pool.name().equals(wanted.name()))) {
      throw new OperationException(ErrorCode.NAME_TAKEN, "A pool with this name is there already.");
    }
    connection
        .link()
        .call(
            Lane.ACT,
            conn ->
                LIBVIRT.virStoragePoolFree(
                    Errors.check(LIBVIRT.virStoragePoolDefineXML(conn, xml, 0))));
  }

  @Override
  public void buildPool(String pool) {
    onPool(pool, p -> LIBVIRT.virStoragePoolBuild(p, 0));
  }

  @Override
  public void startPool(String pool) {
    onPool(pool, p -> LIBVIRT.virStoragePoolCreate(p, 0));
  }

  @Override
  public void stopPool(String pool) {
    onPool(pool, LIBVIRT::virStoragePoolDestroy);
  }

  @Override
  public void undefinePool(String pool) {
    onPool(pool, LIBVIRT::virStoragePoolUndefine);
  }

  @Override
  public void refreshPool(String pool) {
    onPool(pool, p -> LIBVIRT.virStoragePoolRefresh(p, 0));
  }

  @Override
  public void setPoolAutostart(String pool, boolean on) {
    onPool(pool, p -> LIBVIRT.virStoragePoolSetAutostart(p, on ? 1 : 0));
  }

  @Override
  public Volume createVolume(String pool, NewVolume volume) {
    String xml = NewVolumeXml.of(volume);
    return connection
        .link()
        .call(
            Lane.ACT,
            conn ->
                with(
                    conn,
                    pool,
                    p ->
                        closing(
                            Errors.check(LIBVIRT.virStorageVolCreateXML(p, xml, 0)),
                            LibvirtStorage::look)));
  }

  @Override
  public Volume copyVolume(String pool, NewVolume volume, String sourcePath) {
    String xml = NewVolumeXml.of(volume);
    return connection.alone(
        conn ->
            with(
                conn,
                pool,
                p ->
                    at(
                        conn,
                        sourcePath,
                        source ->
                            closing(
                                Errors.check(LIBVIRT.virStorageVolCreateXMLFrom(p, xml, source, 0)),
                                LibvirtStorage::look))));
  }

  @Override
  public void deleteVolume(String path) {
    onVolume(path, volume -> LIBVIRT.virStorageVolDelete(volume, 0));
  }

  @Override
  public void growVolume(String path, long bytes) {
    onVolume(path, volume -> LIBVIRT.virStorageVolResize(volume, bytes, 0));
  }

  @Override
  public void upload(String path, InputStream content, long bytes, TransferProgress progress)
      throws IOException {
    try {
      String unused =
          connection.alone(
              conn ->
                  at(
                      conn,
                      path,
                      volume -> {
                        VolumeUpload.run(conn, volume, content, bytes, progress);
                        return path;
                      }));
    } catch (VolumeUpload.UnreadableException e) {
      throw e.cause();
    }
  }

  @Override
  public byte[] download(String path, long offset, int bytes) {
    return connection
        .link()
        .call(
            Lane.ACT,
            conn -> at(conn, path, volume -> VolumeDownload.piece(conn, volume, offset, bytes)));
  }

  private void onPool(String pool, ToIntFunction<StoragePoolPointer> deed) {
    connection
        .link()
        .call(Lane.ACT, conn -> with(conn, pool, found -> Errors.check(deed.applyAsInt(found))));
  }

  private void onVolume(String path, ToIntFunction<StorageVolPointer> deed) {
    connection
        .link()
        .call(Lane.ACT, conn -> at(conn, path, found -> Errors.check(deed.applyAsInt(found))));
  }

  private static <T> T with(
      ConnectionPointer conn, String pool, Function<StoragePoolPointer, T> body) {
    StoragePoolPointer found = Errors.check(LIBVIRT.virStoragePoolLookupByName(conn, pool));
    try {
      return body.apply(found);
    } finally {
      LIBVIRT.virStoragePoolFree(found);
    }
  }

  private static <T> T at(
      ConnectionPointer conn, String path, Function<StorageVolPointer, T> body) {
    return closing(Errors.check(LIBVIRT.virStorageVolLookupByPath(conn, path)), body);
  }

  private static <T> T closing(StorageVolPointer volume, Function<StorageVolPointer, T> body) {
    try {
      return body.apply(volume);
    } finally {
      LIBVIRT.virStorageVolFree(volume);
    }
  }
}
