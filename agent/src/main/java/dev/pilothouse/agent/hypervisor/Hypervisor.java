package dev.pilothouse.agent.hypervisor;

import dev.pilothouse.agent.xml.DomainCapabilitiesXml;
import dev.pilothouse.fleet.model.CpuSupport;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.Vm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One host's hypervisor. Every call may throw {@link
 * dev.pilothouse.fleet.operation.OperationException}: NOT_FOUND for a VM that is not there,
 * WRONG_STATE, NAME_TAKEN, BAD_INPUT (XML), REFUSED, UNSUPPORTED, NO_CAPACITY, and HYPERVISOR_LOST
 * when the connection is gone; after that the outcome of the call is unknown, and the adapter
 * reconnects by itself.
 *
 * <p>Thread-safe; calls block, and end within a bounded time.
 */
public interface Hypervisor extends AutoCloseable {
  /**
   * The host's name as libvirt gives it; fixed for the life of this object, known even while the
   * connection is lost.
   */
  String hostName();

  /**
   * The host as it is now. Never throws: while the connection is lost, what was known last, with
   * {@code libvirtReachable} false.
   */
  HostFacts facts();

  /**
   * All VMs, active and not, in two calls to libvirt however many they are, and one or two more for
   * each whose definition is new or changed. CPU percent is never set here: it takes two looks at
   * {@link #cpuTimes()}.
   */
  List<Vm> list();

  /** One VM as it is now. */
  Optional<Vm> find(UUID vm);

  /**
   * CPU time used so far by every active VM, in nanoseconds, in one call; empty where the
   * hypervisor has no such counters.
   */
  Map<UUID, Long> cpuTimes();

  /**
   * What guests of one type can have here.
   *
   * @param type {@code kvm} or {@code qemu}; UNSUPPORTED where there is none of that type
   */
  DomainCapabilitiesXml capabilities(String type);

  Storage storage();

  Networks networks();

  Disks disks();

  Nics nics();

  Configuration configuration();

  Snapshots snapshots();

  Migrations migrations();

  Consoles consoles();

  Displays displays();

  /** Which CPUs guests can have here; empty when it is not said. What was read once holds. */
  CpuSupport cpuSupport();

  /** Powers a stopped VM on. */
  void start(UUID vm);

  /** Presses the ACPI power button; returns at once. */
  void requestShutdown(UUID vm);

  /** Asks the guest to reboot; returns at once. */
  void requestReboot(UUID vm);

  void reset(UUID vm);

  void forceOff(UUID vm);

  void pause(UUID vm);

  void resume(UUID vm);

  void setAutostart(UUID vm, boolean on);

  void rename(UUID vm, String newName);

  /** Removes the persistent definition; a running VM becomes transient. Disks stay. */
  void undefine(UUID vm);

  /** Validates and defines a new VM; one of the same name or UUID must not exist (NAME_TAKEN). */
  UUID define(String xml);

  /** Validates and replaces the persistent definition; name and UUID must stay. */
  void redefine(UUID vm, String xml);

  /**
   * The domain XML, with secrets left out.
   *
   * @param inactive the persistent definition rather than what runs now
   */
  String xml(UUID vm, boolean inactive);

  /**
   * The persistent definition with its secrets (VIR_DOMAIN_XML_SECURE), for what defines it again:
   * without them a VM would lose its VNC password. It stays on this host: neither people nor the
   * bus nor the log may see it.
   */
  String secureXml(UUID vm);

  /**
   * Hears events from now on, on one thread of the adapter, in order; must not block. Replaces an
   * earlier listener. If the connection works now, the first event is {@link
   * HypervisorEvent.Connected}.
   */
  void listen(Consumer<HypervisorEvent> listener);

  @Override
  void close();
}
