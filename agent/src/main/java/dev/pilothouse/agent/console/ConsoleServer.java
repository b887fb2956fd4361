package dev.pilothouse.agent.console;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.agent.operation.handler.Viewers;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.StreamLink;

/** The consoles of one host's guests, and all who look at them. Thread-safe. */
public final class ConsoleServer implements Viewers, AutoCloseable {
  private final Hypervisor hypervisor;

  public ConsoleServer(Hypervisor hypervisor) {
    this.hypervisor = hypervisor;
  }

  @Override
  public void look(OpenConsole order) {
    if (hypervisor.find(order.vm().uuid()).isEmpty()) {
      throw new OperationException(ErrorCode.NOT_FOUND, "The VM is not on this host.");
    }
  }

  @Override
  public void serve(OpenConsole order, Principal who, StreamLink link) {
    switch (order.face()) {
      case SERIAL -> link.abort("serial consoles come soon");
      case SCREEN -> link.abort("screens come soon");
    }
  }

  /** A VM started, stopped or went: never blocks. */
  public void onEvent(HypervisorEvent event) {}

  @Override
  public void close() {}
}
