package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.pilothouse.agent.hypervisor.Snapshots;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.agent.xml.SnapshotXml;
import dev.pilothouse.agent.xml.XmlText;
import dev.pilothouse.fleet.model.Snapshot;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.libvirt.jna.DomainPointer;
import org.libvirt.jna.DomainSnapshotPointer;

/** Snapshots through libvirt; what takes long has a connection of its own. */
final class LibvirtSnapshots implements Snapshots {
  /** VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL. */
  private static final int PARENTS_FIRST = 1 << 10;

  /** VIR_DOMAIN_SNAPSHOT_CREATE_*. */
  private static final int DISK_ONLY = 1 << 4;

  private static final int QUIESCE = 1 << 6;
  private static final int ATOMIC = 1 << 7;
  private static final int LIVE = 1 << 8;

  /** VIR_DOMAIN_SNAPSHOT_REVERT_*. */
  private static final int RUNNING = 1;

  private static final int FORCE = 1 << 2;

  /** VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN. */
  private static final int CHILDREN = 1;

  /** VIR_DOMAIN_JOB_NONE. */
  private static final int NO_JOB = 0;

  /** VIR_DOMAIN_CONTROL_OK. */
  private static final int CONTROL_OK = 0;

  private final Connection connection;

  LibvirtSnapshots(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Snapshot.Tree of(UUID vm) {
    return connection
        .link()
        .on(
            Lane.READ,
            vm,
            domain ->
                new Snapshot.Tree(
                    Handles.each(
                        array -> LIBVIRT.virDomainListAllSnapshots(domain, array, PARENTS_FIRST),
                        DomainSnapshotPointer::new,
                        LibvirtSnapshots::look,
                        LIBVIRT::virDomainSnapshotFree)));
  }

  private static Snapshot look(DomainSnapshotPointer snapshot) {
    return SnapshotXml.parse(
        Errors.check(LIBVIRT.virDomainSnapshotGetXMLDesc(snapshot, 0)).toString(),
        Errors.check(LIBVIRT.virDomainSnapshotIsCurrent(snapshot, 0)) == 1);
  }

  @Override
  public void create(UUID vm, NewSnapshot snapshot) {
    String xml = xml(snapshot);
    int flags = snapshot.quiesce() ? QUIESCE : 0;
    if (snapshot.external()) {
      flags |= snapshot.memory() ? LIVE : DISK_ONLY | ATOMIC;
    }
    int chosen = flags;
    alone(
        vm,
        domain -> {
          DomainSnapshotPointer made =
              Errors.check(LIBVIRT.virDomainSnapshotCreateXML(domain, xml, chosen));
          return LIBVIRT.virDomainSnapshotFree(made);
        });
  }

  private static String xml(NewSnapshot snapshot) {
    XmlText xml = new XmlText("domainsnapshot").text("name", snapshot.name());
    if (!snapshot.description().isEmpty()) {
      xml.text("description", snapshot.description());
    }
    if (snapshot.memoryFile() != null) {
      xml.open("memory")
          .attribute("snapshot", "external")
          .attribute("file", snapshot.memoryFile())
          .close();
    }
    if (snapshot.external()) {
      xml.open("disks");
      for (DiskFile file : snapshot.files()) {
        xml.open("disk").attribute("name", file.target()).attribute("snapshot", "external");
        xml.open("driver").attribute("type", "qcow2").close();
        xml.open("source").attribute("file", file.path()).close().close();
      }
      for (String target : snapshot.without()) {
        xml.open("disk").attribute("name", target).attribute("snapshot", "no").close();
      }
      xml.close();
    }
    return xml.end();
  }

  /** Forced: libvirt asks whether the guest may be started anew, and the person has said so. */
  @Override
  public void revert(UUID vm, String name, boolean start) {
    int flags = FORCE | (start ? RUNNING : 0);
    alone(vm, domain -> on(domain, name, found -> LIBVIRT.virDomainRevertToSnapshot(found, flags)));
  }

  @Override
  public void delete(UUID vm, String name, boolean children) {
    int flags = children ? CHILDREN : 0;
    alone(vm, domain -> on(domain, name, found -> LIBVIRT.virDomainSnapshotDelete(found, flags)));
  }

  @Override
  public Optional<String> memoryFile(UUID vm, String name) {
    return connection
        .link()
        .on(
            Lane.READ,
            vm,
            domain -> {
              DomainSnapshotPointer found =
                  Errors.check(LIBVIRT.virDomainSnapshotLookupByName(domain, name, 0));
              try {
                return SnapshotXml.memoryFile(
                    Errors.check(LIBVIRT.virDomainSnapshotGetXMLDesc(found, 0)).toString());
              } finally {
                LIBVIRT.virDomainSnapshotFree(found);
              }
            });
  }

  @Override
  public Optional<Saving> saving(UUID vm) {
    return connection.link().on(Lane.READ, vm, LibvirtSnapshots::saving);
  }

  private static Optional<Saving> saving(DomainPointer domain) {
    IntByReference type = new IntByReference();
    PointerByReference list = new PointerByReference();
    IntByReference count = new IntByReference();
    // It fails while libvirt is busy with a job that has no figures.
    if (LIBVIRT.virDomainGetJobStats(domain, type, list, count, 0) < 0) {
      return Optional.empty();
    }
    try {
      TypedParams read = TypedParams.read(list.getValue(), count.getValue());
      long all = read.number("data_total", 0);
      return type.getValue() == NO_JOB || all == 0
          ? Optional.empty()
          : Optional.of(new Saving(read.number("data_processed", 0), all));
    } finally {
      LIBVIRT.virTypedParamsFree(list.getValue(), count.getValue());
    }
  }

  @Override
  public void abort(UUID vm) {
    connection.link().on(Lane.ACT, vm, domain -> Errors.check(LIBVIRT.virDomainAbortJob(domain)));
  }

  /** virDomainControlInfo: the state, an unsigned int, at 0. A domain that is off has none. */
  @Override
  public boolean busy(UUID vm) {
    return connection
        .link()
        .on(
            Lane.READ,
            vm,
            domain -> {
              try (Memory info = new Memory(16)) {
                return LIBVIRT.virDomainGetControlInfo(domain, info, 0) == 0
                    && info.getInt(0) != CONTROL_OK;
              }
            });
  }

  private static int on(
      DomainPointer domain, String name, ToIntFunction<DomainSnapshotPointer> deed) {
    DomainSnapshotPointer found =
        Errors.check(LIBVIRT.virDomainSnapshotLookupByName(domain, name, 0));
    try {
      return Errors.check(deed.applyAsInt(found));
    } finally {
      LIBVIRT.virDomainSnapshotFree(found);
    }
  }

  private void alone(UUID vm, ToIntFunction<DomainPointer> deed) {
    try {
      int unused =
          connection.alone(
              conn -> Domains.with(conn, vm, domain -> Errors.check(deed.applyAsInt(domain))));
    } finally {
      connection.link().definitions().forget(vm);
    }
  }
}
