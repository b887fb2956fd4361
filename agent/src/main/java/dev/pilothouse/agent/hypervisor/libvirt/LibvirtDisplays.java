package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.Conduit;
import dev.pilothouse.agent.hypervisor.Displays;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.agent.xml.DisplaysXml;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.ReachOperation.Display;
import java.util.UUID;

/**
 * Displays through virDomainOpenGraphicsFD: libvirt gives QEMU one end of a new socket pair, and us
 * the other. So it is all the same where the display listens, if at all, and to whom its socket
 * belongs.
 */
final class LibvirtDisplays implements Displays {
  private final Connection connection;

  LibvirtDisplays(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Conduit open(UUID vm, Display display) {
    int fd =
        connection
            .link()
            .on(
                Lane.ACT,
                vm,
                domain -> {
                  if (!Domains.status(domain).state().active()) {
                    throw new OperationException(
                        new Failure(
                            ErrorCode.WRONG_STATE,
                            "The VM is not running.",
                            "Start it with 'vm start'."));
                  }
                  int index = DisplaysXml.index(Domains.xml(domain, 0), display);
                  return Errors.check(LIBVIRT.virDomainOpenGraphicsFD(domain, index, 0));
                });
    return new SocketConduit(fd);
  }
}
