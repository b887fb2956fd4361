package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import com.sun.jna.Memory;
import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.agent.xml.DisksXml;
import dev.pilothouse.agent.xml.XmlText;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.libvirt.jna.DomainPointer;
import org.libvirt.jna.virDomainBlockInfo;
import org.libvirt.jna.virDomainBlockJobInfo;

/** Disks through libvirt's device calls. */
final class LibvirtDisks implements Disks {
  /** VIR_DOMAIN_AFFECT_LIVE and _CONFIG. */
  private static final int LIVE = 1;

  private static final int CONFIG = 2;
  private static final int XML_INACTIVE = 2;

  /** VIR_DOMAIN_BLOCK_RESIZE_BYTES. */
  private static final int BYTES = 1;

  /** VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES. */
  private static final int INFO_BYTES = 1;

  /** VIR_DOMAIN_BLOCK_COPY_REUSE_EXT, _TRANSIENT_JOB: persistent VMs are refused without it. */
  private static final int REUSE = 1 << 1;

  private static final int TRANSIENT_JOB = 1 << 2;

  /** VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT. */
  private static final int PIVOT = 1 << 1;

  private final Connection connection;

  LibvirtDisks(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void attach(UUID vm, String xml, Scope scope) {
    act(vm, domain -> LIBVIRT.virDomainAttachDeviceFlags(domain, xml, flags(scope)));
  }

  @Override
  public void detach(UUID vm, String target, Scope scope) {
    act(
        vm,
        domain -> {
          int look = scope == Scope.DEFINITION ? XML_INACTIVE : 0;
          String xml = Domains.xml(domain, look);
          String disk =
              DisksXml.element(xml, target)
                  .orElseThrow(
                      () ->
                          new OperationException(
                              ErrorCode.NOT_FOUND, "The VM has no disk " + target + "."));
          return LIBVIRT.virDomainDetachDeviceFlags(domain, disk, flags(scope));
        });
  }

  @Override
  public void grow(UUID vm, String target, long bytes) {
    act(vm, domain -> LIBVIRT.virDomainBlockResize(domain, target, bytes, BYTES));
  }

  @Override
  public long bytes(UUID vm, String target) {
    return connection
        .link()
        .on(
            Lane.READ,
            vm,
            domain -> {
              virDomainBlockInfo info = new virDomainBlockInfo();
              Errors.check(LIBVIRT.virDomainGetBlockInfo(domain, target, info, 0));
              return info.capacity;
            });
  }

  @Override
  public void redefine(UUID vm, String xml) {
    act(vm, domain -> LIBVIRT.virDomainUpdateDeviceFlags(domain, xml, CONFIG));
  }

  @Override
  public void copy(UUID vm, String target, CopyTo to) {
    XmlText xml = new XmlText("disk").attribute("type", to.block() ? "block" : "file");
    xml.open("driver").attribute("name", "qemu").attribute("type", to.format()).close();
    xml.open("source").attribute(to.block() ? "dev" : "file", to.path()).close();
    String destination = xml.end();
    Map<String, Long> params =
        to.bytesPerSecond() > 0 ? Map.of("bandwidth", to.bytesPerSecond()) : Map.of();
    act(
        vm,
        domain -> {
          try (Memory given = TypedParams.of(params)) {
            return LIBVIRT.virDomainBlockCopy(
                domain, target, destination, given, params.size(), REUSE | TRANSIENT_JOB);
          }
        });
  }

  @Override
  public Optional<Job> job(UUID vm, String target) {
    return connection.link().on(Lane.READ, vm, domain -> job(domain, target));
  }

  private static Optional<Job> job(DomainPointer domain, String target) {
    virDomainBlockJobInfo info = new virDomainBlockJobInfo();
    int found = Errors.check(LIBVIRT.virDomainGetBlockJobInfo(domain, target, info, INFO_BYTES));
    return found == 0
        ? Optional.empty()
        : Optional.of(new Job(DisksXml.mirror(Domains.xml(domain, 0), target), info.cur, info.end));
  }

  @Override
  public void pivot(UUID vm, String target) {
    act(vm, domain -> LIBVIRT.virDomainBlockJobAbort(domain, target, PIVOT));
  }

  @Override
  public void abortJob(UUID vm, String target) {
    act(vm, domain -> LIBVIRT.virDomainBlockJobAbort(domain, target, 0));
  }

  private static int flags(Scope scope) {
    return switch (scope) {
      case LIVE -> LIVE;
      case DEFINITION -> CONFIG;
      case BOTH -> LIVE | CONFIG;
    };
  }

  private void act(UUID vm, ToIntFunction<DomainPointer> deed) {
    Domains.act(connection.link(), vm, deed);
  }
}
