package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Consoles of guests that are nothing but a state. */
final class SimulatedConsoles implements Consoles {
  private final SimulatedHost host;

  SimulatedConsoles(SimulatedHost host) {
    this.host = host;
  }

  @Override
  public SerialConsole open(UUID vm, boolean force, Ear ear) {
    host.act(vm, SimulatedVm::requireActive);
    throw new OperationException(ErrorCode.UNSUPPORTED, "Simulated guests have no console yet.");
  }

  @Override
  public byte[] screenshot(UUID vm) {
    host.act(vm, SimulatedVm::requireActive);
    throw new OperationException(ErrorCode.UNSUPPORTED, "Simulated guests have no graphics.");
  }

  @Override
  public byte[] peek(UUID vm, long address, int bytes) {
    host.act(vm, SimulatedVm::requireActive);
    throw new OperationException(ErrorCode.UNSUPPORTED, "Simulated guests have no memory.");
  }

  @Override
  public void press(UUID vm, List<Integer> codes, Duration hold) {
    host.act(vm, SimulatedVm::requireActive);
  }
}
