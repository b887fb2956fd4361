package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.agent.operation.definition.DefineVmHandler;
import dev.pilothouse.agent.operation.handler.Departures;
import dev.pilothouse.agent.operation.handler.HostMemory;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.RunnerStoppedException;
import dev.pilothouse.agent.operation.handler.Streams;
import dev.pilothouse.agent.operation.host.MaintenanceFile;
import dev.pilothouse.agent.operation.trash.Housekeeping;
import dev.pilothouse.agent.operation.trash.TrashFolder;
import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.bus.AgentLine.Delivery;
import dev.pilothouse.fleet.bus.BusUnavailableException;
import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.operation.MigrationOperation;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.Lane;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.ReachOperation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the operations that people order on one host: none is lost, none done twice, each
 * ends in a state that is true. Its parts, in the order an operation meets them: {@link Intake},
 * {@link Journal}, {@link Lanes}, {@link Execution}, {@link Reporter}.
 */
public final class OperationRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperationRunner.class);
  private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(4);

  private final AgentLine line;
  private final Hypervisor hypervisor;
  private final News news;
  private final Journal journal;
  private final InstantSource clock;
  private final RunnerSettings settings;
  private final Streams streams;
  private final HostMemory memory;
  private final Records records;
  private final ProgressTeller teller;
  private final Reporter reporter;
  private final Lanes lanes;
  private final Lanes.Bound departures;
  private final Intake intake;
  private final Crew crew;
  private final Map<UUID, Flight> flights = new ConcurrentHashMap<>();
  private final ReentrantLock alone = new ReentrantLock(true);
  private final List<Subscription> subscriptions = new ArrayList<>();

  private OperationRunner(
      AgentLine line,
      Hypervisor hypervisor,
      News news,
      Journal journal,
      InstantSource clock,
      RunnerSettings settings,
      Streams streams) {
    this.line = line;
    this.hypervisor = hypervisor;
    this.news = news;
    this.journal = journal;
    this.clock = clock;
    this.settings = settings;
    this.streams = streams;
    this.memory =
        new HostMemory(
            new TrashFolder(journal.directory().resolve("trash")),
            new MaintenanceFile(journal.directory()),
            new Departures());
    this.records = new Records(line);
    this.teller = new ProgressTeller(line);
    this.crew = new Crew(settings.slots());
    this.reporter = new Reporter(line, journal, clock, this::landed);
    this.lanes =
        new Lanes(settings.slots(), crew.operations(), (n, p) -> teller.say(n, -1, p, null));
    this.departures =
        new Lanes.Bound("migration", "migrations", settings.policy().migration().parallel());
    this.intake =
        new Intake(line, journal, clock, settings, hypervisor.hostName(), new FromIntake());
  }

  /**
   * First settles what an earlier run left unfinished, then takes orders.
   *
   * @param stateDirectory where the journal lies; of this agent alone
   * @param streams takes what people send, and shows what they look at
   * @throws IOException when the journal cannot be used; the message says what to do
   */
  public static OperationRunner start(
      Path stateDirectory,
      AgentLine line,
      Hypervisor hypervisor,
      News news,
      InstantSource clock,
      RunnerSettings settings,
      Streams streams)
      throws IOException {
    return start(
        new Journal(stateDirectory, clock), line, hypervisor, news, clock, settings, streams);
  }

  /** One whose key nobody knows: nothing can be sent to it. */
  static OperationRunner start(
      Journal journal,
      AgentLine line,
      Hypervisor hypervisor,
      News news,
      InstantSource clock,
      RunnerSettings settings) {
    return start(journal, line, hypervisor, news, clock, settings, Streams.none());
  }

  static OperationRunner start(
      Journal journal,
      AgentLine line,
      Hypervisor hypervisor,
      News news,
      InstantSource clock,
      RunnerSettings settings,
      Streams streams) {
    OperationRunner runner =
        new OperationRunner(line, hypervisor, news, journal, clock, settings, streams);
    runner.begin();
    return runner;
  }

  private void begin() {
    for (JournalEntry entry : journal.unreported()) {
      if (entry.order() != null) {
        Flight flight = new Flight(entry.order(), true);
        flights.put(entry.id(), flight);
        if (entry.outcome() == null) {
          LOG.info("operation {} was left unfinished and is taken up", entry.number());
          enqueue(flight);
        } else {
          flight.end(entry.outcome());
          reporter.report(flight);
        }
      }
    }
    subscriptions.add(line.onCancel(this::cancel));
    subscriptions.add(line.onConnection(this::connection));
    crew.loop("reporter", reporter::run);
    crew.loop("intake", intake::run);
    crew.every(Duration.ofMillis(250), teller::tell);
    crew.every(Duration.ofSeconds(1), this::lookForCancels);
    Housekeeping housekeeping = new Housekeeping(hypervisor, memory.trash(), clock);
    crew.every(HOUSEKEEPING, () -> keepHouse(housekeeping));
  }

  /** In the VMs' lanes, so that nothing that people order on them meets it. */
  private void keepHouse(Housekeeping housekeeping) {
    try {
      housekeeping
          .due()
          .forEach(
              (vm, task) ->
                  lanes.addHousekeeping(
                      Lane.of(vm),
                      () -> {
                        try {
                          task.run();
                          news.stock();
                        } catch (RuntimeException e) {
                          LOG.warn("what is due on {} is not done yet", vm, LogSafe.of(e));
                        }
                      }));
    } catch (OperationException e) {
      LOG.debug("libvirt is away; what is due waits", e);
    }
  }

  /** Wakes whoever waits for that; never blocks. To be called with every event. */
  public void onEvent(HypervisorEvent event) {
    switch (event) {
      case HypervisorEvent.VmChanged changed ->
          flights.values().stream()
              .filter(f -> Lane.of(changed.vm()).equals(laneOf(f.order().operation())))
              .forEach(f -> f.bell().ring());
      case HypervisorEvent.Connected c -> flights.values().forEach(f -> f.bell().ring());
      case HypervisorEvent.ConnectionLost l -> {}
    }
  }

  /**
   * Takes no more orders and gives what runs a few seconds to end; the rest stays in the journal
   * for the next run. Close the hypervisor after this, so that what hangs in it ends too.
   */
  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    intake.stop();
    lanes.stop();
    flights.values().forEach(f -> f.bell().stop());
    crew.awaitOperations(STOP_WITHIN);
    reporter.stop();
    crew.close();
    journal.close();
  }

  private void enqueue(Flight flight) {
    switch (flight.order().operation()) {
      // They change what fills a slot, perhaps the last.
      case MigrationOperation.SetMigration o -> crew.aside().execute(() -> carryOut(flight));
      case MigrationOperation.StartPostCopy o -> crew.aside().execute(() -> carryOut(flight));
      case MigrationOperation.MigrateVm o ->
          lanes.add(flight.number(), laneOf(o), departures, () -> carryOut(flight));
      case Operation o -> lanes.add(flight.number(), laneOf(o), () -> carryOut(flight));
    }
  }

  private static @Nullable Lane laneOf(Operation operation) {
    if (operation instanceof Operation.DefineVm define) {
      UUID given = DefineVmHandler.givenUuid(define);
      return given == null ? null : Lane.of(given);
    }
    return operation.lane().orElse(null);
  }

  private void carryOut(Flight flight) {
    try {
      teller.hush(flight.number());
      Outcome outcome =
          mayBegin(flight)
              ? new Execution(
                      flight, hypervisor, journal, clock, settings, memory, streams, teller, alone)
                  .run()
              : Outcome.cancelled("It had been ended before it began; nothing was done.");
      teller.hush(flight.number());
      finish(flight, outcome);
    } catch (RunnerStoppedException e) {
      LOG.info("operation {} stays in the journal for the next run", flight.number());
    }
  }

  /** Says RUNNING. Without the bus it goes on: the outcome will be told when the bus is back. */
  private boolean mayBegin(Flight flight) {
    Order order = flight.order();
    JournalEntry entry = journal.find(order.id());
    boolean untouched = entry == null || entry.begun() == 0;
    if (untouched && flight.cancelRequested()) {
      return false;
    }
    if (flight.readsOnly()) {
      return true;
    }
    try {
      OperationRecord record =
          records.become(order, OperationState.RUNNING, untouched ? "begins" : "finding out", null);
      return !untouched || (record != null && !record.state().terminal());
    } catch (BusUnavailableException e) {
      return true;
    }
  }

  private void finish(Flight flight, Outcome outcome) {
    if (!flight.readsOnly()) {
      try {
        journal.ended(flight.order().id(), outcome);
      } catch (RuntimeException e) {
        LOG.error(
            "the outcome of operation {} cannot be journaled", flight.number(), LogSafe.of(e));
      }
    }
    flight.end(outcome);
    new Effects(news).tell(flight.order().operation(), outcome);
    reporter.report(flight);
  }

  private void landed(Flight flight) {
    flights.remove(flight.order().id(), flight);
  }

  private void cancel(long number) {
    flights.values().stream().filter(f -> f.number() == number).forEach(this::cancel);
  }

  private void cancel(Flight flight) {
    flight.requestCancel();
    JournalEntry entry = journal.find(flight.order().id());
    boolean untouched = entry == null || entry.begun() == 0;
    if (untouched && lanes.withdraw(flight.number())) {
      crew.aside()
          .execute(
              () ->
                  finish(
                      flight, Outcome.cancelled("Cancelled before it began; nothing was done.")));
    }
  }

  private void connection(boolean up) {
    if (up) {
      intake.busIsBack();
      reporter.busIsBack();
    }
  }

  /** A lost ring must not lose a cancel. */
  private void lookForCancels() {
    try {
      for (Flight flight : flights.values()) {
        if (flight.outcome() == null && !flight.cancelRequested()) {
          OperationRecord record = records.read(flight.order());
          if (record != null && record.cancelRequested()) {
            cancel(flight);
          }
        }
      }
    } catch (BusUnavailableException e) {
      LOG.debug("the bus is away; cancels will be seen when it is back");
    }
  }

  private final class FromIntake implements Intake.Next {
    @Override
    public boolean attach(Order order, Delivery delivery) {
      Flight flight = flights.get(order.id());
      return flight != null && flight.attach(delivery);
    }

    @Override
    public void carryOut(Flight flight) {
      flights.put(flight.order().id(), flight);
      if (flight.readsOnly()) {
        try {
          // Who connects to a guest may wait for it; reads must not wait for that.
          Executor threads =
              flight.order().operation() instanceof ReachOperation ? crew.aside() : crew.reads();
          threads.execute(() -> OperationRunner.this.carryOut(flight));
        } catch (RejectedExecutionException e) {
          throw new RunnerStoppedException();
        }
      } else {
        enqueue(flight);
      }
    }

    @Override
    public void report(Flight flight) {
      flights.put(flight.order().id(), flight);
      reporter.report(flight);
    }
  }
}
