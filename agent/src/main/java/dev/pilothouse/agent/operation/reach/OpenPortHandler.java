package dev.pilothouse.agent.operation.reach;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.ReachOperation.OpenPort;
import java.util.Map;

/** Connects to a TCP port of a guest, then takes the stream. */
record OpenPortHandler(OpenPort operation) implements Handler {
  private static final int LAST = 65_535;

  @Override
  public Map<String, String> look(Work work) {
    if (operation.port() < 1 || operation.port() > LAST) {
      throw new OperationException(
          ErrorCode.BAD_INPUT, "There is no TCP port " + operation.port() + ".");
    }
    Vm unused = running(work);
    return Map.of();
  }

  private Vm running(Work work) {
    Vm vm = work.vm(operation.vm());
    if (vm.arriving()) {
      throw wrong("The VM is on its way to this host.", "Try again when it has arrived.");
    }
    return switch (vm.state()) {
      case RUNNING, BLOCKED, SHUTTING_DOWN -> vm;
      case PAUSED -> throw wrong("The VM is paused.", "Resume it first with 'vm resume'.");
      case SUSPENDED -> throw wrong("The guest has suspended itself.", "Wake it up first.");
      case NO_STATE, SHUT_OFF, CRASHED ->
          throw wrong("The VM is not running.", "Start it with 'vm start'.");
    };
  }

  private static OperationException wrong(String message, String hint) {
    return new OperationException(new Failure(ErrorCode.WRONG_STATE, message, hint));
  }

  @Override
  public Outcome carryOut(Work work) {
    work.passages()
        .port(running(work), operation.port(), () -> work.streams().take(operation.offer()));
    return Outcome.succeeded("connected in " + work.took());
  }

  @Override
  public Finding settle(Work work) {
    return new Finding.NotDone();
  }
}
