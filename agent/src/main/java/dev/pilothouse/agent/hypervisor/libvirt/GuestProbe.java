package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.libvirt.Definitions.Definition;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.agent.xml.ChannelXml;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.libvirt.jna.DomainPointer;
import org.libvirt.jna.virDomainInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns addresses and systems of running guests, one guest at a time on a thread of its own, so
 * that no list ever waits for a guest. A guest that just started is asked often, one that answered
 * once a minute, one whose agent hangs ever more rarely. On its round it also finds hot-plugged
 * vCPUs, of which libvirt tells nothing.
 */
final class GuestProbe implements Guests, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GuestProbe.class);
  private static final long TICK_MILLIS = 500;
  private static final int VISITS_PER_TICK = 10;
  private static final Duration ROUND = Duration.ofSeconds(60);
  private static final Duration SILENT_MOST = Duration.ofMinutes(5);

  /**
   * One guest; {@code due} is never for one that does not run; {@code tries} counts visits that
   * brought nothing.
   */
  private record Patient(String name, Definition definition, Guest guest, Instant due, int tries) {
    boolean leases() {
      return definition.xml().nics().stream().anyMatch(n -> n.network().startsWith("network:"));
    }

    boolean agent() {
      return definition.xml().agent() == ChannelXml.CONNECTED;
    }
  }

  private final Connection connection;
  private final BiConsumer<UUID, String> changed;
  private final Clock clock;
  private final Map<UUID, Patient> patients = new ConcurrentHashMap<>();
  private final ScheduledExecutorService round =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("guest-probe").daemon().factory());

  /**
   * @param changed hears UUID and name of a VM about which something new was learned
   */
  GuestProbe(Connection connection, BiConsumer<UUID, String> changed, Clock clock) {
    this.connection = connection;
    this.changed = changed;
    this.clock = clock;
    var unused =
        round.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** From here on it is on the round. */
  @Override
  public Guest of(UUID vm, String name, Definition definition) {
    Patient now =
        patients.compute(
            vm,
            (uuid, before) -> {
              if (before != null && before.definition().equals(definition)) {
                return before;
              }
              Guest known = before == null ? Guest.UNASKED : before.guest();
              if (!definition.active()) {
                return new Patient(name, definition, known.off(), Instant.MAX, 0);
              }
              return new Patient(name, definition, known, clock.instant(), 0);
            });
    return now.guest();
  }

  @Override
  public void keepOnly(Set<UUID> listed) {
    patients.keySet().retainAll(listed);
  }

  private void tick() {
    if (!connection.connected()) {
      return;
    }
    try {
      Instant now = clock.instant();
      List<UUID> due =
          patients.entrySet().stream()
              .filter(e -> !e.getValue().due().isAfter(now))
              .sorted(Comparator.comparing(e -> e.getValue().due()))
              .limit(VISITS_PER_TICK)
              .map(Map.Entry::getKey)
              .toList();
      for (UUID vm : due) {
        Patient patient = patients.get(vm);
        if (patient != null) {
          visit(vm, patient);
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("asking guests", e);
    }
  }

  private void visit(UUID vm, Patient patient) {
    Link link = connection.link();
    Guest learned;
    try {
      learned =
          link.on(
              Lane.PROBE,
              vm,
              domain -> {
                if (resized(domain, patient.definition())) {
                  link.definitions().forget(vm);
                  changed.accept(vm, patient.name());
                }
                return GuestQuestions.ask(
                    domain, patient.leases(), patient.agent(), patient.guest());
              });
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.NOT_FOUND) {
        patients.remove(vm);
        return;
      }
      learned = patient.guest();
    }
    Patient after =
        new Patient(
            patient.name(),
            patient.definition(),
            learned,
            next(patient, learned),
            tries(patient, learned));
    // Whoever changed it meanwhile knows a newer definition and wants another visit.
    if (patients.replace(vm, patient, after) && !learned.equals(patient.guest())) {
      changed.accept(vm, patient.name());
    }
  }

  private static boolean resized(DomainPointer domain, Definition definition) {
    virDomainInfo info = new virDomainInfo();
    Errors.check(LIBVIRT.virDomainGetInfo(domain, info));
    return info.nrVirtCpu != definition.xml().vcpu().now()
        || info.memory.longValue() * 1024 != definition.xml().memoryBytes();
  }

  private static int tries(Patient patient, Guest learned) {
    return learned.silence().isEmpty() && !learned.addresses().isEmpty() ? 0 : patient.tries() + 1;
  }

  /** When to come again. */
  private Instant next(Patient patient, Guest learned) {
    long seconds = 1L << Math.min(tries(patient, learned), 20);
    if (!learned.silence().isEmpty()) {
      return clock.instant().plusSeconds(Math.min(5 * seconds, SILENT_MOST.toSeconds()));
    }
    boolean nothingToAsk = patient.definition().xml().nics().isEmpty() && !patient.agent();
    return clock
        .instant()
        .plusSeconds(
            nothingToAsk || !learned.addresses().isEmpty()
                ? ROUND.toSeconds()
                : Math.min(seconds, ROUND.toSeconds()));
  }

  @Override
  public void close() {
    round.shutdownNow();
  }
}
