package dev.pilothouse.agent.console;

import dev.pilothouse.agent.hypervisor.Consoles.Ear;
import dev.pilothouse.agent.hypervisor.Consoles.SerialConsole;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.xml.ConsoleXml;
import dev.pilothouse.fleet.model.Vm;
import java.util.Optional;
import java.util.UUID;

/** One VM, as far as its serial console goes. Errors as in {@link Hypervisor}. */
interface Guest {
  /** Empty when it is not on this host. */
  Optional<Vm> look();

  ConsoleXml definition();

  SerialConsole open(boolean force, Ear ear);

  static Guest of(Hypervisor hypervisor, UUID uuid) {
    return new Guest() {
      @Override
      public Optional<Vm> look() {
        return hypervisor.find(uuid);
      }

      @Override
      public ConsoleXml definition() {
        return ConsoleXml.parse(hypervisor.xml(uuid, false));
      }

      @Override
      public SerialConsole open(boolean force, Ear ear) {
        return hypervisor.consoles().open(uuid, force, ear);
      }
    };
  }
}
