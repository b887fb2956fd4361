package dev.pilothouse.agent.operation.nic;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.operation.settings.Present;
import dev.pilothouse.agent.operation.settings.Setting;
import dev.pilothouse.agent.operation.settings.SettingsHandler;
import dev.pilothouse.fleet.operation.NicOperation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Gives a VM an interface, live and in the definition. Proof: whether one of its MAC address is
 * there, which was nobody's before; half of one is made whole.
 */
record AddNicHandler(NicOperation.AddNic operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    Checks.network(work, operation.vm(), operation.network());
    Checks.model(operation.model());
    Checks.free(work, operation.mac());
    return added().look(work);
  }

  @Override
  public Outcome carryOut(Work work) {
    return added().carryOut(work);
  }

  @Override
  public Finding settle(Work work) {
    Present now = Present.of(work, operation.vm());
    Setting nic = NicSettings.of(operation);
    boolean begun =
        Stream.of(now.live(), now.defined()).filter(Objects::nonNull).anyMatch(nic.holds());
    return begun ? new Finding.Settled(carryOut(work)) : new Finding.NotDone();
  }

  private SettingsHandler added() {
    return new SettingsHandler(operation.vm(), List.of(NicSettings.of(operation)), now -> {});
  }
}
