package dev.pilothouse.agent.operation.console;

import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import java.util.Map;

/** Takes the stream and hands it to whoever serves consoles. */
public record OpenConsoleHandler(OpenConsole operation) implements Handler {
  @Override
  public Map<String, String> look(Work work) {
    work.viewers().look(operation);
    return Map.of();
  }

  @Override
  public Outcome carryOut(Work work) {
    work.viewers().serve(operation, work.principal(), work.streams().take(operation.offer()));
    return Outcome.succeeded("opened in " + work.took(), "");
  }

  @Override
  public Finding settle(Work work) {
    return new Finding.NotDone();
  }
}
