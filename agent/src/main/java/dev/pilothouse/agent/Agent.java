package dev.pilothouse.agent;

import dev.pilothouse.agent.console.ConsoleServer;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.operation.OperationRunner;
import dev.pilothouse.agent.operation.handler.Streams;
import dev.pilothouse.agent.operation.host.MaintenanceFile;
import dev.pilothouse.agent.operation.trash.TrashFolder;
import dev.pilothouse.agent.reach.OpenPassages;
import dev.pilothouse.agent.watch.HostWatch;
import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.stream.StreamDial;
import dev.pilothouse.fleet.stream.StreamKey;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;

/** The agent of one host: tells the fleet what is true there, and does what people order. */
public final class Agent implements AutoCloseable {
  private final String hostName;
  private final AgentLine line;
  private final OperationRunner runner;
  private final HostWatch watch;
  private final ConsoleServer consoles;
  private final OpenPassages passages;

  private Agent(
      String hostName,
      AgentLine line,
      OperationRunner runner,
      HostWatch watch,
      ConsoleServer consoles,
      OpenPassages passages) {
    this.hostName = hostName;
    this.line = line;
    this.runner = runner;
    this.watch = watch;
    this.consoles = consoles;
    this.passages = passages;
  }

  /**
   * Starts at once. From here on bus and hypervisor may come and go; both stay the caller's to
   * close, after this.
   *
   * @throws dev.pilothouse.fleet.bus.BusUnavailableException when the bus cannot be reached now
   * @throws IOException when the journal or the key for streams cannot be used, for instance
   *     because another agent uses it; the message says what to do
   */
  public static Agent start(AgentSettings settings, Bus bus, Hypervisor hypervisor, Clock clock)
      throws IOException {
    Files.createDirectories(settings.stateDirectory());
    StreamKey key = StreamKey.loadOrGenerate(settings.stateDirectory().resolve("stream.key"));
    AgentLine line =
        AgentLine.open(bus, hypervisor.hostName(), settings.trustedKeys(), key.pin(), clock);
    try {
      HostWatch watch =
          HostWatch.start(
              hypervisor,
              line,
              clock,
              settings.operations().policy(),
              new MaintenanceFile(settings.stateDirectory()),
              new TrashFolder(settings.stateDirectory().resolve("trash")));
      ConsoleServer consoles = new ConsoleServer(hypervisor, settings.keepConsoles());
      OpenPassages passages = new OpenPassages(hypervisor);
      try {
        OperationRunner runner =
            OperationRunner.start(
                settings.stateDirectory(),
                line,
                hypervisor,
                watch,
                clock,
                settings.operations(),
                new Streams(new StreamDial(key), consoles, passages));
        watch.tellAlso(
            event -> {
              runner.onEvent(event);
              consoles.onEvent(event);
              passages.onEvent(event);
            });
        return new Agent(hypervisor.hostName(), line, runner, watch, consoles, passages);
      } catch (IOException | RuntimeException e) {
        passages.close();
        consoles.close();
        watch.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      line.close();
      throw e;
    }
  }

  /** As libvirt gives it: the host's name in the fleet. */
  public String hostName() {
    return hostName;
  }

  /**
   * Ends within a few seconds: takes no more orders, lets short operations end, leaves long ones in
   * the journal for the next start, and says goodbye to the fleet.
   */
  @Override
  public void close() {
    runner.close();
    passages.close();
    consoles.close();
    watch.close();
    line.close();
  }
}
