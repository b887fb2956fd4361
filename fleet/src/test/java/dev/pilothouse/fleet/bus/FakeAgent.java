package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.HostOperation;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.ReachOperation;
import dev.pilothouse.fleet.stream.StreamDial;
import dev.pilothouse.fleet.stream.StreamKey;
import dev.pilothouse.fleet.stream.StreamLink;
import dev.pilothouse.fleet.wire.TrustedKeys;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A host's agent whose VMs are only values: takes orders over a real {@link AgentLine}, one after
 * the other, and tells what became of them, so that operations submitted in tests end. Its journal
 * is a set of ids that outlives {@link #kill} and {@link #restart}.
 */
public final class FakeAgent implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(500);

  private final Bus bus;
  private final String host;
  private final TrustedKeys keys;
  private final FakeDomains domains;
  private final Set<UUID> journal = Collections.synchronizedSet(new LinkedHashSet<>());
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final StreamKey streamKey = StreamKey.generate();
  private final Map<String, byte[]> received = new ConcurrentHashMap<>();
  private final FakePassages passages = new FakePassages();
  private final Map<UUID, FakeConsole> consoles = new ConcurrentHashMap<>();
  private final Deque<Failure> failures = new ArrayDeque<>();
  private volatile String lastWords = "";
  private Predicate<Operation> held = operation -> false;
  private @Nullable Run run;
  private volatile HostFacts facts;

  private FakeAgent(
      Bus bus, String host, TrustedKeys keys, List<Vm> vms, Function<String, FakeAgent> others) {
    this.bus = bus;
    this.host = host;
    this.keys = keys;
    this.domains = new FakeDomains(host, vms, (to, vm) -> others.apply(to).change(vm));
    this.facts = Vms.facts().withTerms(Vms.terms(host));
  }

  public static FakeAgent start(Bus bus, String host, TrustedKeys keys, List<Vm> vms) {
    return start(
        bus,
        host,
        keys,
        vms,
        other -> {
          throw new IllegalStateException("no host " + other);
        });
  }

  /**
   * @param others the agents that VMs can migrate to
   */
  static FakeAgent start(
      Bus bus, String host, TrustedKeys keys, List<Vm> vms, Function<String, FakeAgent> others) {
    FakeAgent agent = new FakeAgent(bus, host, keys, vms, others);
    agent.restart();
    return agent;
  }

  /** Operations that it takes from now on stay RUNNING until {@link #release}. */
  public void hold() {
    hold(operation -> true);
  }

  /** The same for some. */
  public synchronized void hold(Predicate<Operation> which) {
    held = which;
  }

  public synchronized void release() {
    held = operation -> false;
    notifyAll();
  }

  public FakePassages passages() {
    return passages;
  }

  /** The consoles of a VM, which outlive every agent. */
  public FakeConsole console(VmRef vm) {
    return consoles.computeIfAbsent(vm.uuid(), any -> new FakeConsole());
  }

  /** What operations that go well say at their end from now on. */
  public synchronized void say(String words) {
    lastWords = words;
  }

  /** The next operation ends so, and does nothing. */
  public synchronized void failNext(Failure failure) {
    failures.addLast(failure);
  }

  /** How far a migration is that it holds. */
  public void figures(long number, int percent, String phase, MigrationFigures far) {
    line().progress(number, percent, phase, far);
  }

  /** Its host is otherwise from now on. */
  public void report(HostFacts now) {
    facts = now;
    line().publish(List.of(new FleetEvent.HostReported(host, now, Instant.now())));
  }

  public HostFacts facts() {
    return facts;
  }

  /** Somebody else changed or made a VM behind Pilothouse's back. */
  public void change(Vm vm) {
    domains.put(vm);
    line().publish(List.of(new FleetEvent.VmChanged(vm)));
  }

  /** Somebody else removed a VM behind Pilothouse's back. */
  public void remove(VmRef ref) {
    domains.remove(ref);
    line().publish(List.of(new FleetEvent.VmGone(ref)));
  }

  public void publish(FleetEvent... events) {
    line().publish(List.of(events));
  }

  public void publish(Notice notice) {
    line().publish(notice);
  }

  public List<Vm> vms() {
    return domains.all();
  }

  /** Ids of the operations that it carried out, in order. */
  public List<UUID> executed() {
    synchronized (journal) {
      return List.copyOf(journal);
    }
  }

  /** What people sent, whole, by the name of the image it was to be. */
  public Map<String, byte[]> received() {
    return Map.copyOf(received);
  }

  /** Why it refused what it refused. */
  public List<String> refused() {
    return List.copyOf(refused);
  }

  /** Dies without a goodbye, as by {@code kill -9}. */
  public synchronized void kill() {
    Run dying = run;
    run = null;
    if (dying != null) {
      dying.end(false);
    }
  }

  /** Starts again with the journal and the VMs that it had. */
  public synchronized void restart() {
    kill();
    run = new Run();
  }

  @Override
  public synchronized void close() {
    Run ending = run;
    run = null;
    if (ending != null) {
      ending.end(true);
    }
  }

  private synchronized AgentLine line() {
    if (run == null) {
      throw new IllegalStateException("the agent of " + host + " does not run");
    }
    return run.line;
  }

  private synchronized @Nullable Failure nextFailure() {
    return failures.pollFirst();
  }

  /** One life of the agent. */
  private final class Run {
    private final BusAgentLine line =
        new BusAgentLine(
            bus,
            host,
            keys,
            streamKey.pin(),
            java.time.Clock.systemUTC(),
            UUID.randomUUID().toString());
    private final Thread thread;
    private volatile boolean ended;

    Run() {
      line.publish(
          List.of(
              new FleetEvent.HostReported(host, facts, Instant.now()),
              new FleetEvent.VmsListed(host, domains.all()),
              new FleetEvent.InventoryReported(host, domains.inventory())));
      thread = Thread.ofPlatform().daemon().name("fake-agent-" + host).start(this::loop);
    }

    void end(boolean goodbye) {
      ended = true;
      thread.interrupt();
      if (goodbye) {
        line.close();
      } else {
        line.abandon();
      }
    }

    private void loop() {
      while (!ended) {
        try {
          for (AgentLine.Delivery delivery : line.take(WAIT)) {
            carryOut(delivery);
          }
        } catch (BusUnavailableException e) {
          pause();
        }
      }
    }

    private void carryOut(AgentLine.Delivery delivery) {
      switch (delivery) {
        case AgentLine.Delivery.Untrusted untrusted -> {
          refused.add(untrusted.why());
          String why = "the agent refused it: " + untrusted.why();
          line.become(
              untrusted.number(),
              OperationState.FAILED,
              why,
              new Failure(ErrorCode.UNTRUSTED, why),
              null);
        }
        case AgentLine.Delivery.Trusted trusted -> carryOut(trusted.order());
      }
      insist(
          () -> {
            line.acknowledge(delivery);
            return null;
          });
    }

    private void carryOut(Order order) {
      OperationRecord record =
          insist(() -> line.become(order.number(), OperationState.ACCEPTED, "", null, null));
      if (ended
          || record == null
          || record.state() != OperationState.ACCEPTED
          || !journal.add(order.id())) {
        return;
      }
      insist(() -> line.become(order.number(), OperationState.RUNNING, "", null, null));
      if (!waitWhileHeld(order)) {
        Failure failure = new Failure(ErrorCode.CANCELLED, "A person cancelled it.");
        end(order, OperationState.CANCELLED, failure, null);
        return;
      }
      Failure ordered = nextFailure();
      if (ordered != null) {
        end(order, OperationState.FAILED, ordered, null);
        return;
      }
      try {
        if (order.operation() instanceof ImageOperation.AddImage add
            && add.source() instanceof ImageOperation.Source.FromStream from) {
          receive(add.name(), from);
        }
        if (order.operation() instanceof ReachOperation reach) {
          passages.echo(new StreamDial(streamKey).take(reach.offer()));
        }
        if (order.operation() instanceof OpenConsole open) {
          console(open.vm()).serve(open, new StreamDial(streamKey).take(open.offer()));
        }
        if (order.operation() instanceof HostOperation.SetMaintenance set) {
          Maintenance since =
              new Maintenance(Instant.now(), order.principal().name(), order.number());
          HostTerms terms = Vms.terms(host);
          report(
              facts.withTerms(
                  new HostTerms(
                      terms.migration(), terms.memoryOvercommit(), set.on() ? since : null)));
        }
        FakeDomains.Outcome outcome = domains.execute(order.operation(), Instant.now());
        if (!outcome.events().isEmpty()) {
          line.publish(outcome.events());
        }
        end(order, OperationState.SUCCEEDED, null, outcome.result());
      } catch (OperationException e) {
        end(order, OperationState.FAILED, e.failure(), null);
      }
    }

    private void receive(String name, ImageOperation.Source.FromStream from) {
      try (StreamLink link = new StreamDial(streamKey).take(from.offer())) {
        received.put(name, link.in().readAllBytes());
      } catch (IOException e) {
        throw new OperationException(
            ErrorCode.SOURCE_UNREACHABLE, "It broke off: " + e.getMessage() + ".");
      }
    }

    private void end(
        Order order, OperationState state, @Nullable Failure failure, @Nullable String result) {
      String why = failure == null ? lastWords : failure.message();
      insist(() -> line.become(order.number(), state, why, failure, result));
    }

    /** False when it was cancelled meanwhile. */
    private boolean waitWhileHeld(Order order) {
      synchronized (FakeAgent.this) {
        while (held.test(order.operation()) && !ended) {
          OperationRecord record = insist(() -> line.record(order.number()));
          if (record != null && record.cancelRequested()) {
            return false;
          }
          waitALittle();
        }
      }
      return true;
    }

    /** Does it as soon as the bus lets it; null when this life ended before. */
    private <T> @Nullable T insist(java.util.function.Supplier<@Nullable T> call) {
      while (!ended) {
        try {
          return call.get();
        } catch (BusUnavailableException e) {
          pause();
        }
      }
      return null;
    }

    private void pause() {
      synchronized (FakeAgent.this) {
        if (!ended) {
          waitALittle();
        }
      }
    }

    private void waitALittle() {
      try {
        FakeAgent.this.wait(50);
      } catch (InterruptedException e) {
        ended = true;
      }
    }
  }
}
