package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.VmSettings;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.CString;
import org.libvirt.jna.DomainPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is expensive to learn about each domain, kept until an event says that it changed: listing a
 * thousand known domains costs libvirt two calls instead of a thousand.
 */
final class Definitions {
  /**
   * One domain's definition, live if it is active.
   *
   * @param defined what it starts with next time; null for a transient domain
   * @param startedAt null when it is not active, or not known
   */
  record Definition(
      DomainXml xml, boolean active, @Nullable DomainXml defined, @Nullable Instant startedAt) {
    boolean persistent() {
      return defined != null;
    }

    @Nullable VmSettings settings() {
      return defined == null ? null : defined.settings();
    }
  }

  private static final int XML_INACTIVE = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);

  private final Map<UUID, Definition> known = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /** The definition, read only if it is not known. */
  Definition of(DomainPointer domain, UUID uuid, boolean active, ProcessStart process) {
    Definition definition = known.get(uuid);
    return definition != null && definition.active() == active
        ? definition
        : read(domain, uuid, active, process);
  }

  /** The definition as it is now. */
  Definition read(DomainPointer domain, UUID uuid, boolean active, ProcessStart process) {
    long before = changes.get();
    DomainXml xml = xml(domain, uuid, 0);
    // Only an active domain can be without a persistent definition, or have two.
    boolean persistent = !active || Errors.check(LIBVIRT.virDomainIsPersistent(domain)) == 1;
    Definition fresh =
        new Definition(
            xml,
            active,
            !persistent ? null : active ? xml(domain, uuid, XML_INACTIVE) : xml,
            active ? process.of(uuid, LIBVIRT.virDomainGetName(domain)) : null);
    known.put(uuid, fresh);
    if (changes.get() != before) {
      // Something changed while we read, perhaps this: good for now, not to be kept.
      known.remove(uuid, fresh);
    }
    return fresh;
  }

  private static DomainXml xml(DomainPointer domain, UUID uuid, int flags) {
    CString xml = Errors.check(LIBVIRT.virDomainGetXMLDesc(domain, flags));
    return parsed(uuid, xml.toString());
  }

  /** One definition that cannot be read must not hide all other VMs. */
  private static DomainXml parsed(UUID uuid, String xml) {
    try {
      return DomainXml.parse(xml);
    } catch (OperationException e) {
      LOG.warn("the XML of domain {} cannot be read", uuid, e);
      return DomainXml.parse("<domain/>");
    }
  }

  void forget(UUID uuid) {
    changes.incrementAndGet();
    known.remove(uuid);
  }

  /** Drops all but {@code listed}, so that deleted domains do not pile up. */
  void keepOnly(Set<UUID> listed) {
    known.keySet().retainAll(listed);
  }
}
