package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.migration.plan.Peer;
import dev.pilothouse.agent.operation.migration.plan.Planning;
import dev.pilothouse.agent.operation.migration.plan.Survey;
import dev.pilothouse.fleet.operation.MigrationOperation.PlanMigration;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.wire.Codec;
import java.util.Map;

/** Says whether and how a VM would move. It only reads. */
record PlanMigrationHandler(PlanMigration operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    work.vm(operation.vm());
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    try (Peer peer = new Peer(work, operation.to())) {
      MigrationPlan plan =
          Planning.plan(Survey.of(work, peer, operation.vm(), operation.to(), operation.options()));
      return Outcome.succeeded(
          plan.possible() ? "it can move" : "it cannot move",
          new Codec().write(MigrationPlan.class, plan));
    }
  }

  @Override
  public Finding settle(Work work) {
    return new Finding.NotDone();
  }
}
