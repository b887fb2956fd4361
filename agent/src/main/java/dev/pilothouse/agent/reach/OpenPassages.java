package dev.pilothouse.agent.reach;

import dev.pilothouse.agent.hypervisor.Conduit;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.agent.operation.handler.Incarnation;
import dev.pilothouse.agent.operation.handler.Passages;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.ReachOperation.Display;
import dev.pilothouse.fleet.stream.StreamLink;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections to VMs of this host that are open for people. Each ends at the latest when its VM
 * stops, or moves away. Thread-safe.
 */
public final class OpenPassages implements Passages, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenPassages.class);

  /** On one host: each holds a socket, a stream and two threads. */
  private static final int MOST = 256;

  private final Hypervisor hypervisor;
  private final Supplier<HostNetwork> network;
  private final Semaphore room = new Semaphore(MOST);
  private final Set<Passage> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService looks =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("passages").daemon().factory());
  private volatile boolean closed;

  public OpenPassages(Hypervisor hypervisor) {
    this(hypervisor, HostNetwork::now);
  }

  OpenPassages(Hypervisor hypervisor, Supplier<HostNetwork> network) {
    this.hypervisor = hypervisor;
    this.network = network;
  }

  @Override
  public void display(Vm vm, Display display, Supplier<StreamLink> stream) {
    open(vm, () -> hypervisor.displays().open(vm.ref().uuid(), display), stream);
  }

  @Override
  public void port(Vm vm, int port, Supplier<StreamLink> stream) {
    open(
        vm,
        () ->
            GuestPort.connect(Candidates.of(vm, hypervisor.networks().all(), network.get()), port),
        stream);
  }

  private void open(Vm vm, Supplier<Conduit> connect, Supplier<StreamLink> stream) {
    if (closed || !room.tryAcquire()) {
      throw new OperationException(
          new Failure(
              ErrorCode.NO_CAPACITY,
              "This host has " + MOST + " connections to its VMs open already.",
              "Close some of them and try again."));
    }
    boolean stands = false;
    try {
      Conduit conduit = connect.get();
      try {
        start(vm, conduit, stream.get());
        stands = true;
      } finally {
        if (!stands) {
          conduit.close();
        }
      }
    } finally {
      if (!stands) {
        room.release();
      }
    }
  }

  private void start(Vm vm, Conduit conduit, StreamLink link) {
    Passage[] self = new Passage[1];
    Passage passage =
        new Passage(vm.ref().uuid(), Incarnation.of(vm).fact(), conduit, link, () -> over(self[0]));
    self[0] = passage;
    open.add(passage);
    passage.start();
    if (closed) {
      passage.end("the agent stops");
    }
    look(passage.vm()); // it may have stopped since it was looked at
  }

  private void over(Passage passage) {
    open.remove(passage);
    room.release();
  }

  /** How many are open. */
  public int count() {
    return open.size();
  }

  /** To be called with every event; never blocks. */
  public void onEvent(HypervisorEvent event) {
    switch (event) {
      case HypervisorEvent.VmChanged changed -> look(changed.vm());
      case HypervisorEvent.Connected c ->
          open.stream().map(Passage::vm).distinct().forEach(this::look);
      case HypervisorEvent.ConnectionLost l -> {}
    }
  }

  private void look(UUID vm) {
    if (open.stream().anyMatch(passage -> passage.vm().equals(vm))) {
      try {
        looks.execute(() -> endIfStopped(vm));
      } catch (RejectedExecutionException e) {
        LOG.debug("closed already", e);
      }
    }
  }

  private void endIfStopped(UUID vm) {
    try {
      Optional<Vm> now = hypervisor.find(vm);
      for (Passage passage : open) {
        if (passage.vm().equals(vm)
            && Incarnation.compare(passage.life(), now) == Incarnation.Match.ENDED) {
          passage.end("the VM has stopped, or left this host");
        }
      }
    } catch (OperationException e) {
      LOG.debug("libvirt is away; looked at again when it is back", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    looks.shutdownNow();
    open.forEach(passage -> passage.end("the agent stops"));
  }
}
