package dev.pilothouse.agent.console;

import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.agent.operation.handler.Viewers;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ConsoleOperation.Face;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.StreamLink;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consoles of one host's guests, and all who look at them. Thread-safe. */
public final class ConsoleServer implements Viewers, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);

  private final Hypervisor hypervisor;
  private final boolean keep;
  private final ConcurrentHashMap<UUID, GuestConsole> serial = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<UUID, GuestScreens> screens = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param keep whether serial consoles are open while nobody looks, too, so that what guests
   *     printed before is there
   */
  public ConsoleServer(Hypervisor hypervisor, boolean keep) {
    this.hypervisor = hypervisor;
    this.keep = keep;
    lookAtAll();
  }

  @Override
  public void look(OpenConsole order) {
    if (hypervisor.find(order.vm().uuid()).isEmpty()) {
      throw new OperationException(ErrorCode.NOT_FOUND, "The VM is not on this host.");
    }
    if (order.face() == Face.SERIAL) {
      Guest guest = Guest.of(hypervisor, order.vm().uuid());
      if (!guest.definition().present()) {
        throw new OperationException(Consoles.missing());
      }
    }
  }

  @Override
  public void serve(OpenConsole order, Principal who, StreamLink link) {
    switch (order.face()) {
      case SERIAL -> serial(order.vm().uuid()).join(order, who, link);
      case SCREEN -> screen(order.vm().uuid()).join(order, who, link);
    }
  }

  private GuestScreens screen(UUID vm) {
    return screens.computeIfAbsent(
        vm,
        uuid ->
            new GuestScreens(
                uuid,
                Visible.line(hypervisor.find(uuid).map(Vm::name).orElse(uuid.toString())),
                hypervisor.consoles()));
  }

  /** A VM started, stopped or went: never blocks. */
  public void onEvent(HypervisorEvent event) {
    switch (event) {
      case HypervisorEvent.VmChanged changed -> {
        GuestScreens watched = screens.get(changed.vm());
        if (watched != null) {
          watched.poke();
        }
        GuestConsole known = serial.get(changed.vm());
        if (known != null) {
          known.poke();
        } else if (keep) {
          GuestConsole unused = serial(changed.vm(), changed.name());
        }
      }
      case HypervisorEvent.Connected connected -> lookAtAll();
      case HypervisorEvent.ConnectionLost lost -> {}
    }
  }

  /** At the beginning, and whenever events may have been missed. */
  private void lookAtAll() {
    serial.values().forEach(GuestConsole::poke);
    if (keep) {
      Thread.ofVirtual()
          .name("consoles")
          .start(
              () -> {
                try {
                  for (Vm vm : hypervisor.list()) {
                    GuestConsole unused = serial(vm.ref().uuid(), vm.name());
                  }
                } catch (OperationException e) {
                  // Connected is told when libvirt is back.
                  LOG.debug("no list of consoles", e);
                }
              });
    }
  }

  private GuestConsole serial(UUID vm) {
    GuestConsole known = serial.get(vm);
    return known == null
        ? serial(vm, hypervisor.find(vm).map(Vm::name).orElse(vm.toString()))
        : known;
  }

  private GuestConsole serial(UUID vm, String name) {
    GuestConsole console =
        serial.computeIfAbsent(
            vm,
            uuid -> {
              GuestConsole fresh =
                  new GuestConsole(
                      Guest.of(hypervisor, uuid), Visible.line(name), keep, () -> gone(uuid));
              fresh.start();
              return fresh;
            });
    if (closed) {
      console.close("the agent is stopping");
    }
    return console;
  }

  private void gone(UUID vm) {
    GuestConsole console = serial.remove(vm);
    if (console != null) {
      console.close("the VM is not on this host any more");
    }
    GuestScreens watched = screens.remove(vm);
    if (watched != null) {
      watched.close("the VM is not on this host any more");
    }
  }

  @Override
  public void close() {
    closed = true;
    serial.values().forEach(console -> console.close("the agent is stopping"));
    screens.values().forEach(screen -> screen.close("the agent is stopping"));
  }
}
