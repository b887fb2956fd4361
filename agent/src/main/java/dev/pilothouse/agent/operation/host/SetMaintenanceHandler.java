package dev.pilothouse.agent.operation.host;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.operation.HostOperation.SetMaintenance;
import java.util.Map;
import java.util.Optional;

/**
 * Begins or ends maintenance. Proof: what is kept of it. Doing it twice is no harm; the operation
 * that began it stays the one.
 */
record SetMaintenanceHandler(SetMaintenance operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    Optional<Maintenance> before = work.maintenance().now();
    if (operation.on()) {
      if (before.isPresent()) {
        return Outcome.succeeded("in maintenance already, since operation " + number(before));
      }
      work.maintenance().begin(new Maintenance(work.now(), work.principal().name(), work.number()));
      return Outcome.succeeded("nothing new is placed on " + operation.host());
    }
    work.maintenance().end();
    return Outcome.succeeded(
        before.isPresent()
            ? "VMs may be placed on " + operation.host() + " again"
            : operation.host() + " was not in maintenance");
  }

  private static long number(Optional<Maintenance> maintenance) {
    return maintenance.map(Maintenance::operation).orElse(0L);
  }

  @Override
  public Finding settle(Work work) {
    return work.maintenance().now().isPresent() == operation.on()
        ? new Finding.Settled(carryOut(work))
        : new Finding.NotDone();
  }
}
