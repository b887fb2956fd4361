package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.operation.handler.Departures.Limits;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.migration.plan.Forecast;
import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.operation.MigrationOperation.SetMigration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Changes a migration under way. Setting it twice is setting it once. */
record SetMigrationHandler(SetMigration operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    UnderWay.demand(work, operation.vm());
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    UUID vm = operation.vm().uuid();
    Limits before =
        work.departures().limits(vm).orElse(new Limits(0, Forecast.USUAL_DOWNTIME.toMillis()));
    long bandwidth = before.bytesPerSecond();
    long downtime = before.maxDowntimeMillis();
    List<String> said = new ArrayList<>();
    if (operation.bytesPerSecond() >= 0) {
      bandwidth = operation.bytesPerSecond();
      work.hypervisor().migrations().limit(vm, bandwidth);
      said.add(
          bandwidth == 0 ? "no limit of bandwidth" : "at most " + ByteAmount.of(bandwidth) + "/s");
    }
    Duration most = operation.maxDowntime();
    if (most != null) {
      downtime = most.toMillis();
      work.hypervisor().migrations().maxDowntime(vm, most);
      said.add("standing still for at most " + downtime + " ms");
    }
    work.departures().limit(vm, new Limits(bandwidth, downtime));
    return Outcome.succeeded(String.join(", ", said) + " from now on");
  }

  @Override
  public Finding settle(Work work) {
    return new Finding.NotDone();
  }
}
