package dev.pilothouse.agent.operation.nic;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.settings.Setting;
import dev.pilothouse.agent.operation.settings.SettingsHandler;
import dev.pilothouse.fleet.operation.NicOperation;
import java.util.List;
import java.util.Map;

/** Changes an interface as other settings are changed: live, and in the definition. */
record SetNicHandler(NicOperation operation, List<Setting> settings) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    if (operation instanceof NicOperation.SetNic set) {
      String network = set.wanted().network();
      if (network != null) {
        Checks.network(work, set.vm(), network);
      }
      String model = set.wanted().model();
      if (model != null) {
        Checks.model(model);
      }
    }
    return set().look(work);
  }

  @Override
  public Outcome carryOut(Work work) {
    return set().carryOut(work);
  }

  @Override
  public Finding settle(Work work) {
    return set().settle(work);
  }

  private SettingsHandler set() {
    return new SettingsHandler(operation.vm(), settings, now -> Checks.one(now, operation.mac()));
  }
}
