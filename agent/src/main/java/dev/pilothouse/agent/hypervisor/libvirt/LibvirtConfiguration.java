package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import dev.pilothouse.agent.hypervisor.Configuration;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.agent.xml.DiskTuningXml;
import dev.pilothouse.agent.xml.DisksXml;
import dev.pilothouse.agent.xml.DomainEdit;
import dev.pilothouse.agent.xml.MetadataXml;
import dev.pilothouse.agent.xml.OwnXml;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.CString;
import org.libvirt.jna.DomainPointer;

/** Changes domains with libvirt's own calls, each in one of their two definitions. */
final class LibvirtConfiguration implements Configuration {
  /** VIR_DOMAIN_VCPU_MAXIMUM and VIR_DOMAIN_MEM_MAXIMUM. */
  private static final int MAXIMUM = 4;

  /** VIR_DOMAIN_METADATA_DESCRIPTION, _TITLE, _ELEMENT. */
  private static final int DESCRIPTION = 0;

  private static final int TITLE = 1;
  private static final int ELEMENT = 2;

  private static final int NO_METADATA = 80;
  private static final int XML_SECURE = 1;
  private static final int XML_INACTIVE = 2;

  private final Connection connection;

  LibvirtConfiguration(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void setVcpus(UUID vm, int count, Scope scope) {
    act(vm, domain -> LIBVIRT.virDomainSetVcpusFlags(domain, count, Domains.affect(scope)));
  }

  @Override
  public void setMaxVcpus(UUID vm, int count) {
    int flags = Domains.affect(Scope.DEFINED) | MAXIMUM;
    act(vm, domain -> LIBVIRT.virDomainSetVcpusFlags(domain, count, flags));
  }

  @Override
  public void setMemory(UUID vm, long bytes, Scope scope) {
    act(vm, domain -> LIBVIRT.virDomainSetMemoryFlags(domain, kib(bytes), Domains.affect(scope)));
  }

  @Override
  public void setMaxMemory(UUID vm, long bytes) {
    int flags = Domains.affect(Scope.DEFINED) | MAXIMUM;
    act(vm, domain -> LIBVIRT.virDomainSetMemoryFlags(domain, kib(bytes), flags));
  }

  @Override
  public void setTitle(UUID vm, String title, Scope scope) {
    metadata(vm, TITLE, title, scope);
  }

  @Override
  public void setDescription(UUID vm, String description, Scope scope) {
    metadata(vm, DESCRIPTION, description, scope);
  }

  private void metadata(UUID vm, int which, String text, Scope scope) {
    act(
        vm,
        domain ->
            LIBVIRT.virDomainSetMetadata(
                domain, which, text.isEmpty() ? null : text, null, null, Domains.affect(scope)));
  }

  @Override
  public @Nullable String own(UUID vm, Scope scope) {
    return connection.link().on(Lane.READ, vm, domain -> new Own(own(domain, scope))).element();
  }

  /** A call's answer is never null, what is in it may be. */
  private record Own(@Nullable String element) {}

  private static @Nullable String own(DomainPointer domain, Scope scope) {
    CString text =
        LIBVIRT.virDomainGetMetadata(domain, ELEMENT, MetadataXml.NAMESPACE, Domains.affect(scope));
    if (text != null) {
      return text.toString();
    }
    LibvirtError error = Errors.last();
    if (error.code() == NO_METADATA) {
      return null;
    }
    throw error;
  }

  @Override
  public void setOwn(UUID vm, String element, Scope scope) {
    act(
        vm,
        domain ->
            LIBVIRT.virDomainSetMetadata(
                domain,
                ELEMENT,
                element,
                OwnXml.PREFIX,
                MetadataXml.NAMESPACE,
                Domains.affect(scope)));
  }

  /** libvirt has no call for this; secrets are read too, for they would be lost otherwise. */
  @Override
  public void setBoot(UUID vm, List<String> words) {
    Link link = connection.link();
    link.call(
        Lane.ACT,
        conn ->
            Domains.with(
                conn,
                vm,
                domain -> {
                  Domains.define(
                      conn, DomainEdit.of(xml(domain, Scope.DEFINED)).boot(words).text());
                  link.definitions().forget(vm);
                  return vm;
                }));
  }

  @Override
  public void setMedium(UUID vm, String drive, String source, Scope scope) {
    act(
        vm,
        domain ->
            LIBVIRT.virDomainUpdateDeviceFlags(
                domain,
                DomainEdit.of(xml(domain, scope)).medium(drive, source),
                Domains.affect(scope)));
  }

  @Override
  public void setDiskDriver(UUID vm, String target, @Nullable String cache, @Nullable String io) {
    act(
        vm,
        domain -> {
          String disk =
              DiskTuningXml.driver(xml(domain, Scope.DEFINED), target, cache, io)
                  .orElseThrow(() -> noDisk(target));
          return LIBVIRT.virDomainUpdateDeviceFlags(domain, disk, Domains.affect(Scope.DEFINED));
        });
  }

  @Override
  public void setDiskLimits(
      UUID vm, String target, @Nullable Long iops, @Nullable Long bytesPerSecond, Scope scope) {
    Map<String, Long> limits = new LinkedHashMap<>();
    if (iops != null) {
      limits.put("total_iops_sec", iops);
    }
    if (bytesPerSecond != null) {
      limits.put("total_bytes_sec", bytesPerSecond);
    }
    act(
        vm,
        domain -> {
          // libvirt has one word for a VM that is off and for a disk that is not there.
          boolean looked = scope == Scope.DEFINED || LIBVIRT.virDomainIsActive(domain) == 1;
          if (looked && DisksXml.element(xml(domain, scope), target).isEmpty()) {
            throw noDisk(target);
          }
          try (Memory params = TypedParams.of(limits)) {
            return LIBVIRT.virDomainSetBlockIoTune(
                domain, target, params, limits.size(), Domains.affect(scope));
          }
        });
  }

  private static OperationException noDisk(String target) {
    return new OperationException(ErrorCode.NOT_FOUND, "The VM has no disk " + target + ".");
  }

  private static String xml(DomainPointer domain, Scope scope) {
    int flags =
        switch (scope) {
          case LIVE -> XML_SECURE;
          case DEFINED -> XML_SECURE | XML_INACTIVE;
        };
    return Errors.check(LIBVIRT.virDomainGetXMLDesc(domain, flags)).toString();
  }

  private static NativeLong kib(long bytes) {
    return new NativeLong(bytes / 1024, true);
  }

  private void act(UUID vm, ToIntFunction<DomainPointer> deed) {
    Domains.act(connection.link(), vm, deed);
  }
}
