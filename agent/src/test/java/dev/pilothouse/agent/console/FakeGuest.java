package dev.pilothouse.agent.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.agent.hypervisor.Consoles.Ear;
import dev.pilothouse.agent.hypervisor.Consoles.SerialConsole;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.agent.xml.ConsoleXml;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmCopy;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A guest that prints what a test says. Thread-safe. */
final class FakeGuest implements Guest {
  private final Vm vm;
  private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
  private VmState state = VmState.RUNNING;
  private boolean there = true;
  private boolean held;
  private boolean deaf;
  private @Nullable Ear ear;
  private ConsoleXml definition = new ConsoleXml(true, null);
  private final CountDownLatch hears = new CountDownLatch(1);

  FakeGuest() {
    try (var simulation = SimulatedHypervisor.demo("h1", 1, 1, Clock.systemUTC(), time -> {})) {
      vm = simulation.list().getFirst();
    }
  }

  @Override
  public synchronized Optional<Vm> look() {
    return there ? Optional.of(VmCopy.of(vm).state(state, "test").build()) : Optional.empty();
  }

  @Override
  public synchronized ConsoleXml definition() {
    return definition;
  }

  @Override
  public synchronized SerialConsole open(boolean force, Ear newEar) {
    if (!state.active()) {
      throw new OperationException(ErrorCode.WRONG_STATE, "The VM is not running.");
    }
    if (!definition.present()) {
      throw new OperationException(Consoles.missing());
    }
    if (held && !force) {
      throw new OperationException(ErrorCode.IN_USE, "Somebody has it.");
    }
    held = false;
    ear = newEar;
    return new SerialConsole() {
      @Override
      public void send(byte[] bytes) {
        take(bytes);
      }

      @Override
      public void close() {
        closed(newEar);
      }
    };
  }

  private void take(byte[] bytes) {
    if (isDeaf()) {
      try {
        hears.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OperationException(ErrorCode.GUEST_SILENT, "interrupted");
      }
    }
    synchronized (this) {
      typed.writeBytes(bytes);
    }
  }

  private synchronized boolean isDeaf() {
    return deaf;
  }

  private synchronized void closed(Ear whose) {
    if (whose.equals(ear)) {
      ear = null;
    }
  }

  /** Whether Pilothouse has it open. */
  synchronized boolean isOpen() {
    return ear != null;
  }

  /** Dropped when nobody has the console. */
  void print(String text) {
    Ear now = heard();
    if (now != null) {
      now.printed(text.getBytes(UTF_8));
    }
  }

  private synchronized @Nullable Ear heard() {
    return ear;
  }

  synchronized String typed() {
    return typed.toString(UTF_8);
  }

  synchronized void deafen() {
    deaf = true;
  }

  synchronized void logged(ConsoleXml now) {
    definition = now;
  }

  void turn(VmState now) {
    Ear heard;
    synchronized (this) {
      state = now;
      heard = now.active() ? null : ear;
      ear = now.active() ? ear : null;
    }
    if (heard != null) {
      heard.ended("the guest ended");
    }
  }

  void leave() {
    turn(VmState.SHUT_OFF);
    synchronized (this) {
      there = false;
    }
  }

  /** As by virsh console --force. */
  void takeAway() {
    Ear heard;
    synchronized (this) {
      held = true;
      heard = ear;
      ear = null;
    }
    if (heard != null) {
      heard.ended("somebody took it");
    }
  }

  synchronized void giveBack() {
    held = false;
  }
}
