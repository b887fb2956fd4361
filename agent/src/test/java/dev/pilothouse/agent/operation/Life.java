package dev.pilothouse.agent.operation;

import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.operation.handler.Streams;
import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.stream.StreamDial;
import dev.pilothouse.fleet.stream.StreamKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A life of an agent that dies where its {@link Mortality} says.
 *
 * @param state where its journal lies, from earlier lives too
 */
record Life(
    Mortality mortality,
    Path state,
    FakeBus bus,
    Hypervisor hypervisor,
    RunnerSettings settings,
    StreamDial streams) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** With the standard settings; nobody sends it streams. */
  Life(Mortality mortality, Path state, FakeBus bus, Hypervisor hypervisor) {
    this(
        mortality,
        state,
        bus,
        hypervisor,
        RunnerSettings.standard(),
        new StreamDial(StreamKey.generate()));
  }

  /** Until the operation is over and acknowledged, or death. */
  void live(Order order) throws IOException {
    Journal journal = mortality.journal(state);
    OperationRunner runner;
    try {
      runner =
          OperationRunner.start(
              journal,
              mortality.wrap(AgentLine.class, bus.line()),
              mortality.wrap(Hypervisor.class, hypervisor),
              vm -> {},
              InstantSource.system(),
              settings,
              new Streams(streams, Streams.none().viewers(), Streams.none().passages()));
    } catch (Mortality.Death diedWhileStarting) {
      journal.close();
      return;
    }
    hypervisor.listen(runner::onEvent);
    try {
      await()
          .dontCatchUncaughtExceptions()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> mortality.dead() || (bus.state(order).terminal() && bus.unacknowledged() == 0));
    } finally {
      runner.close();
    }
  }
}
