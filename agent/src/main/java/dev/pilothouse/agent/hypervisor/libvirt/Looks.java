package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import com.sun.jna.ptr.IntByReference;
import dev.pilothouse.agent.hypervisor.libvirt.Definitions.Definition;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.libvirt.jna.DomainPointer;

/** A host's domains as {@link Vm}s. */
final class Looks {
  private final Connection connection;
  private final ProcessStart process;
  private final Guests guests;
  private final String host;

  Looks(Connection connection, ProcessStart process, Guests guests, String host) {
    this.connection = connection;
    this.process = process;
    this.guests = guests;
    this.host = host;
  }

  List<Vm> all() {
    Link link = connection.link();
    Definitions definitions = link.definitions();
    return link.call(
        Lane.READ,
        conn -> {
          Set<UUID> autostarted = Domains.autostarted(conn);
          List<Vm> vms = new ArrayList<>();
          Domains.each(
              conn,
              (domain, uuid, name, status) -> {
                boolean active = status.state().active();
                try {
                  Definition definition = definitions.of(domain, uuid, active, process);
                  vms.add(vm(uuid, name, status, autostarted.contains(uuid), definition));
                } catch (LibvirtError e) {
                  if (e.code() != Errors.NO_DOMAIN) {
                    throw e;
                  }
                }
              });
          Set<UUID> listed = vms.stream().map(vm -> vm.ref().uuid()).collect(Collectors.toSet());
          definitions.keepOnly(listed);
          guests.keepOnly(listed);
          return vms;
        });
  }

  Optional<Vm> one(UUID vm) {
    Link link = connection.link();
    try {
      return Optional.of(link.on(Lane.READ, vm, domain -> look(link.definitions(), domain, vm)));
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Vm look(Definitions definitions, DomainPointer domain, UUID vm) {
    Domains.Status status = Domains.status(domain);
    boolean active = status.state().active();
    IntByReference autostart = new IntByReference();
    if (LIBVIRT.virDomainGetAutostart(domain, autostart) < 0) {
      // A transient domain has no autostart.
      autostart.setValue(0);
    }
    Definition definition = definitions.read(domain, vm, active, process);
    return vm(vm, LIBVIRT.virDomainGetName(domain), status, autostart.getValue() != 0, definition);
  }

  private Vm vm(
      UUID uuid, String name, Domains.Status status, boolean autostart, Definition definition) {
    DomainXml xml = definition.xml();
    Guest guest = guests.of(uuid, name, definition);
    return new Vm(
        new VmRef(host, uuid),
        name,
        status.state(),
        status.reason(),
        xml.vcpu().now(),
        xml.memoryBytes(),
        xml.maxMemoryBytes(),
        -1,
        definition.startedAt(),
        autostart,
        definition.persistent(),
        xml.title(),
        xml.description(),
        xml.metadata().tags(),
        xml.disks(),
        guest.addressed(xml.nics()),
        guest.os(definition),
        xml.vcpu().max(),
        definition.settings(),
        xml.needs());
  }
}
