package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Consoles of guests that are nothing but a state: each has a login, and no graphics. */
final class SimulatedConsoles implements Consoles {
  private final SimulatedHost host;

  /** The host's lock guards it. */
  private final Map<UUID, Session> open = new HashMap<>();

  SimulatedConsoles(SimulatedHost host) {
    this.host = host;
  }

  @Override
  public SerialConsole open(UUID vm, boolean force, Ear ear) {
    return host.with(
        vm,
        found -> {
          found.requireActive();
          if (open.containsKey(vm) && !force) {
            throw new OperationException(
                ErrorCode.IN_USE, "Somebody has this console open outside of Pilothouse.");
          }
          end(vm, "somebody took it");
          Session session = new Session(vm, new SimulatedLogin(found.name), ear);
          open.put(vm, session);
          session.print(session.guest.greeting());
          return session;
        });
  }

  /** Whatever happened to it: one that is off ends its console. Under the host's lock. */
  void heed(SimulatedVm vm) {
    if (!vm.state.active()) {
      end(vm.uuid, "the guest ended");
    }
  }

  private void end(UUID vm, String why) {
    Session session = open.remove(vm);
    if (session != null) {
      host.later(() -> session.ear.ended(why));
    }
  }

  private final class Session implements SerialConsole {
    private final UUID vm;
    private final SimulatedLogin guest;
    private final Ear ear;

    private Session(UUID vm, SimulatedLogin guest, Ear ear) {
      this.vm = vm;
      this.guest = guest;
      this.ear = ear;
    }

    private void print(String text) {
      if (!text.isEmpty()) {
        host.later(() -> ear.printed(text.getBytes(StandardCharsets.UTF_8)));
      }
    }

    /** A guest that is paused, or gone, hears nothing. */
    @Override
    public void send(byte[] bytes) {
      host.act(
          vm,
          found -> {
            if (open.get(vm) == this && found.state == VmState.RUNNING) {
              print(guest.typed(new String(bytes, StandardCharsets.UTF_8)));
            }
          });
    }

    @Override
    public void close() {
      boolean unused = host.locked(() -> open.remove(vm, this));
    }
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
