package dev.pilothouse.agent.operation.network;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmNic;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.NetworkOperation;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.List;
import java.util.Map;

/** Removes the definition of a network that no VM names. Proof: whether it is there. */
record DeleteNetworkHandler(NetworkOperation.DeleteNetwork operation) implements Handler {
  private static final String XML = "xml";

  @Override
  public Map<String, String> look(Work work) {
    String name = operation.network();
    if (NetworkHandlers.network(work, name).active() && !operation.stops()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "The network runs; only a stopped one can be deleted.",
              "Stop it first with 'net stop'."));
    }
    List<String> users =
        work.hypervisor().list().stream()
            .filter(
                vm ->
                    VmNic.of(vm).stream()
                        .anyMatch(
                            nic ->
                                nic.shown().network().equals("network:" + name)
                                    || nic.kept().network().equals("network:" + name)))
            .map(Vm::name)
            .sorted()
            .toList();
    if (!users.isEmpty()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "These VMs have interfaces in it: " + String.join(", ", users) + ".",
              "Plug them into another network first; they could not start without this one."));
    }
    return Map.of(XML, work.hypervisor().networks().xml(name));
  }

  @Override
  public Outcome carryOut(Work work) {
    // Both may have been done before a crash, one or none.
    if (NetworkHandlers.network(work, operation.network()).active()) {
      work.hypervisor().networks().stop(operation.network());
    }
    work.hypervisor().networks().undefine(operation.network());
    return deleted("definition removed", work);
  }

  @Override
  public Finding settle(Work work) {
    return NetworkHandlers.find(work, operation.network()).isEmpty()
        ? new Finding.Settled(deleted("found removed", work))
        : new Finding.NotDone();
  }

  private static Outcome deleted(String why, Work work) {
    String xml = work.noted(XML);
    return xml == null ? Outcome.succeeded(why) : Outcome.succeeded(why, xml);
  }
}
