package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.libvirt.jna.DomainPointer;

/** Definitions of domains, and names that are taken once. */
final class Defining {
  private static final int XML_INACTIVE = 2;
  private static final int UNDEFINE_KEEP_NVRAM = 8;

  private final Connection connection;
  private final Deed deed;

  /** Defining looks whether a name is free and then takes it. */
  private final Object defining = new Object();

  /** Does something to a VM. */
  interface Deed {
    String act(UUID vm, ToIntFunction<DomainPointer> call);
  }

  Defining(Connection connection, Deed deed) {
    this.connection = connection;
    this.deed = deed;
  }

  void rename(UUID vm, String newName) {
    if (newName.isEmpty() || newName.indexOf('/') >= 0 || newName.indexOf('\0') >= 0) {
      throw new OperationException(
          ErrorCode.BAD_INPUT, "A VM's name is not empty and holds no '/' and no NUL.");
    }
    synchronized (defining) {
      UUID taken =
          connection
              .link()
              .call(Lane.ACT, conn -> Optional.ofNullable(Domains.named(conn, newName)))
              .orElse(null);
      if (taken != null) {
        throw taken("name");
      }
      deed.act(vm, domain -> LIBVIRT.virDomainRename(domain, newName, 0));
    }
  }

  void undefine(UUID vm) {
    boolean nvram = present(vm).nvram();
    deed.act(
        vm,
        domain -> {
          if (Errors.check(LIBVIRT.virDomainIsPersistent(domain)) == 0) {
            throw new OperationException(
                ErrorCode.WRONG_STATE, "The VM is transient: it has no definition to remove.");
          }
          return nvram
              ? LIBVIRT.virDomainUndefineFlags(domain, UNDEFINE_KEEP_NVRAM)
              : LIBVIRT.virDomainUndefine(domain);
        });
  }

  UUID define(String xml) {
    DomainXml wanted = DomainXml.parse(xml);
    synchronized (defining) {
      return connection
          .link()
          .call(
              Lane.ACT,
              conn -> {
                if (wanted.uuid() != null && Domains.exists(conn, wanted.uuid())) {
                  throw taken("UUID");
                }
                if (!wanted.name().isEmpty() && Domains.named(conn, wanted.name()) != null) {
                  throw taken("name");
                }
                return Domains.define(conn, xml);
              });
    }
  }

  void redefine(UUID vm, String xml) {
    DomainXml wanted = DomainXml.parse(xml);
    if (!vm.equals(wanted.uuid())) {
      throw new OperationException(
          ErrorCode.BAD_INPUT,
          "The XML's <uuid> must stay " + vm + "; another UUID is another VM.");
    }
    synchronized (defining) {
      Link link = connection.link();
      link.call(
          Lane.ACT,
          conn -> {
            DomainXml now =
                Domains.with(
                    conn, vm, domain -> DomainXml.parse(Domains.xml(domain, XML_INACTIVE)));
            if (!now.name().equals(wanted.name())) {
              throw new OperationException(
                  ErrorCode.BAD_INPUT, "The XML's <name> must stay; use 'vm rename' to change it.");
            }
            Domains.define(conn, xml);
            link.definitions().forget(vm);
            return vm;
          });
    }
  }

  private DomainXml present(UUID vm) {
    return connection.link().on(Lane.READ, vm, Defining::present);
  }

  private static DomainXml present(DomainPointer domain) {
    return DomainXml.parse(
        Errors.check(LIBVIRT.virDomainGetXMLDesc(domain, XML_INACTIVE)).toString());
  }

  private static OperationException taken(String what) {
    return new OperationException(
        ErrorCode.NAME_TAKEN, "A VM with this " + what + " is there already.");
  }
}
