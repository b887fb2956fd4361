package dev.pilothouse.agent.operation.network;

import dev.pilothouse.agent.hypervisor.Networks;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Subnet;
import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.NetworkOperation.CreateNetwork;
import dev.pilothouse.fleet.operation.OperationException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * Defines a network and starts it. Proof: whether a network of the UUID that follows from the
 * order's id is there; one that is only half made is taken back.
 */
record CreateNetworkHandler(CreateNetwork operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    checkAddresses(work);
    for (VirtualNetwork other : work.hypervisor().networks().all()) {
      if (other.name().equals(operation.network())) {
        throw new OperationException(
            ErrorCode.NAME_TAKEN, "A network of this name is on this host already.");
      }
      refuseOverlap(other);
    }
    return Map.of();
  }

  private void checkAddresses(Work work) {
    try {
      String unused = xml(work);
    } catch (IllegalArgumentException e) {
      throw new OperationException(ErrorCode.BAD_INPUT, String.valueOf(e.getMessage()));
    }
  }

  private void refuseOverlap(VirtualNetwork other) {
    if (operation.address() == null) {
      return;
    }
    Subnet wanted = Subnet.parse(operation.address());
    for (String address : other.addresses()) {
      if (address.indexOf('/') > 0 && wanted.overlaps(Subnet.parse(address))) {
        throw new OperationException(
            new Failure(
                ErrorCode.WRONG_STATE,
                "Its addresses overlap with those of the network "
                    + other.name()
                    + ", "
                    + address
                    + ".",
                "Choose an address in another range."));
      }
    }
  }

  @Override
  public Outcome carryOut(Work work) {
    Networks networks = work.hypervisor().networks();
    networks.define(xml(work));
    if (operation.start()) {
      try {
        networks.setAutostart(operation.network(), true);
        networks.start(operation.network());
      } catch (OperationException e) {
        if (e.failure().code() != ErrorCode.HYPERVISOR_LOST
            && e.failure().code() != ErrorCode.HYPERVISOR_SILENT) {
          networks.undefine(operation.network());
        }
        throw e;
      }
    }
    return made("created in " + work.took(), work);
  }

  @Override
  public Finding settle(Work work) {
    VirtualNetwork ours =
        work.hypervisor().networks().all().stream()
            .filter(network -> network.uuid().equals(uuid(work)))
            .findFirst()
            .orElse(null);
    if (ours == null) {
      return new Finding.NotDone();
    }
    if (ours.active() == operation.start()) {
      return new Finding.Settled(made("found created", work));
    }
    work.hypervisor().networks().undefine(ours.name());
    return new Finding.NotDone();
  }

  private String xml(Work work) {
    return NewNetworkXml.of(operation, uuid(work));
  }

  private static Outcome made(String why, Work work) {
    return Outcome.succeeded(why, uuid(work).toString());
  }

  /** The same in every run, so that a crash cannot make two networks of one order. */
  private static UUID uuid(Work work) {
    return UUID.nameUUIDFromBytes(
        ("network of order " + work.id()).getBytes(StandardCharsets.UTF_8));
  }
}
