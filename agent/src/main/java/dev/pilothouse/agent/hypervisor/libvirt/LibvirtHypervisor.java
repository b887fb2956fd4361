package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.Configuration;
import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.hypervisor.Displays;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.agent.hypervisor.Migrations;
import dev.pilothouse.agent.hypervisor.Networks;
import dev.pilothouse.agent.hypervisor.Nics;
import dev.pilothouse.agent.hypervisor.Snapshots;
import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.agent.xml.DomainCapabilitiesXml;
import dev.pilothouse.fleet.model.CpuSupport;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.DomainPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real hypervisor, through libvirt. Any URI that libvirt takes will do. */
public final class LibvirtHypervisor implements Hypervisor {
  private static final Logger LOG = LoggerFactory.getLogger(LibvirtHypervisor.class);
  private static final int XML_SECURE = 1;
  private static final int XML_INACTIVE = 2;

  private final String uri;
  private final String agentVersion;
  private final Connection connection;
  private final ProcessStart process;
  private final @Nullable GuestProbe guests;
  private final Looks looks;
  private final Storage storage;
  private final Networks networks;
  private final Disks disks;
  private final Nics nics;
  private final Configuration configuration;
  private final Snapshots snapshots;
  private final Migrations migrations;
  private final Consoles consoles;
  private final Displays displays;
  private final ExecutorService teller =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("hypervisor-news").daemon().factory());

  private final Defining defining;

  private final String hostName;
  private volatile HostFacts lastFacts;
  private volatile CpuSupport cpus = GuestTypes.UNKNOWN;
  private volatile Consumer<HypervisorEvent> listener = event -> {};

  /**
   * Connects.
   *
   * @param agentVersion for {@link HostFacts}
   * @throws OperationException HYPERVISOR_LOST or DENIED when libvirt cannot be reached now; later
   *     losses mend themselves
   */
  public static Hypervisor open(String uri, String agentVersion, Clock clock) {
    return new LibvirtHypervisor(uri, Side.OWN, agentVersion, clock);
  }

  private LibvirtHypervisor(String uri, Side side, String agentVersion, Clock clock) {
    this.uri = uri;
    this.agentVersion = agentVersion;
    this.process = new ProcessStart(ProcessStart.pidFilesOf(uri, System.getenv()), clock);
    this.connection = new Connection(uri, side, this::heard, this::tell);
    connection.open();
    this.storage = new LibvirtStorage(connection);
    this.networks = new LibvirtNetworks(connection);
    this.disks = new LibvirtDisks(connection);
    this.nics = new LibvirtNics(connection);
    this.configuration = new LibvirtConfiguration(connection);
    this.snapshots = new LibvirtSnapshots(connection);
    this.consoles = new LibvirtConsoles(connection, uri);
    this.displays = new LibvirtDisplays(connection);
    this.defining = new Defining(connection, this::act);
    this.migrations =
        new LibvirtMigrations(
            connection, peer -> new LibvirtHypervisor(peer, Side.PEER, agentVersion, clock));
    this.guests = side == Side.OWN ? new GuestProbe(connection, this::guestChanged, clock) : null;
    try {
      this.hostName = connection.link().call(Lane.READ, NodeFacts::hostName);
      this.lastFacts = readFacts();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    this.looks =
        new Looks(connection, process, guests == null ? Guests.unasked() : guests, hostName);
  }

  @Override
  public String hostName() {
    return hostName;
  }

  /** Never throws: while libvirt is lost they are the last known ones, marked unreachable. */
  @Override
  public HostFacts facts() {
    if (connection.connected()) {
      try {
        lastFacts = readFacts();
        return lastFacts;
      } catch (OperationException e) {
        LOG.debug("facts of {}", uri, e);
      }
    }
    return NodeFacts.unreachable(lastFacts);
  }

  private HostFacts readFacts() {
    return connection.link().call(Lane.READ, conn -> NodeFacts.read(conn, uri, agentVersion));
  }

  @Override
  public List<Vm> list() {
    return looks.all();
  }

  @Override
  public Optional<Vm> find(UUID vm) {
    return looks.one(vm);
  }

  @Override
  public Map<UUID, Long> cpuTimes() {
    return connection.link().call(Lane.READ, Domains::cpuTimes);
  }

  @Override
  public DomainCapabilitiesXml capabilities(String type) {
    return connection.link().call(Lane.READ, conn -> GuestTypes.capabilities(conn, type));
  }

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public Networks networks() {
    return networks;
  }

  @Override
  public Disks disks() {
    return disks;
  }

  @Override
  public Nics nics() {
    return nics;
  }

  @Override
  public Configuration configuration() {
    return configuration;
  }

  @Override
  public Snapshots snapshots() {
    return snapshots;
  }

  @Override
  public Migrations migrations() {
    return migrations;
  }

  @Override
  public Consoles consoles() {
    return consoles;
  }

  @Override
  public Displays displays() {
    return displays;
  }

  @Override
  public CpuSupport cpuSupport() {
    if (cpus.equals(GuestTypes.UNKNOWN)) {
      cpus = connection.link().call(Lane.READ, GuestTypes::cpus);
    }
    return cpus;
  }

  @Override
  public void start(UUID vm) {
    act(vm, LIBVIRT::virDomainCreate);
  }

  @Override
  public void requestShutdown(UUID vm) {
    act(vm, LIBVIRT::virDomainShutdown);
  }

  @Override
  public void requestReboot(UUID vm) {
    act(vm, domain -> LIBVIRT.virDomainReboot(domain, 0));
  }

  @Override
  public void reset(UUID vm) {
    act(vm, domain -> LIBVIRT.virDomainReset(domain, 0));
  }

  @Override
  public void forceOff(UUID vm) {
    act(vm, LIBVIRT::virDomainDestroy);
  }

  @Override
  public void pause(UUID vm) {
    act(vm, LIBVIRT::virDomainSuspend);
  }

  @Override
  public void resume(UUID vm) {
    act(vm, LIBVIRT::virDomainResume);
  }

  /** libvirt has no event for this, so one is told here. */
  @Override
  public void setAutostart(UUID vm, boolean on) {
    String name = act(vm, domain -> LIBVIRT.virDomainSetAutostart(domain, on ? 1 : 0));
    tell(new HypervisorEvent.VmChanged(vm, name, on ? "autostart on" : "autostart off"));
  }

  @Override
  public void rename(UUID vm, String newName) {
    defining.rename(vm, newName);
  }

  @Override
  public void undefine(UUID vm) {
    defining.undefine(vm);
  }

  @Override
  public UUID define(String xml) {
    return defining.define(xml);
  }

  @Override
  public void redefine(UUID vm, String xml) {
    defining.redefine(vm, xml);
  }

  @Override
  public String xml(UUID vm, boolean inactive) {
    return read(vm, inactive ? XML_INACTIVE : 0);
  }

  @Override
  public String secureXml(UUID vm) {
    return read(vm, XML_INACTIVE | XML_SECURE);
  }

  private String read(UUID vm, int flags) {
    return connection.link().on(Lane.READ, vm, domain -> Domains.xml(domain, flags));
  }

  /** Does something to a VM; its name. */
  private String act(UUID vm, ToIntFunction<DomainPointer> deed) {
    return Domains.act(connection.link(), vm, deed);
  }

  /** On libvirt's event thread. */
  private void heard(UUID vm, String name, String what, DomainEvents.Turn turn) {
    process.heard(vm, turn);
    tell(new HypervisorEvent.VmChanged(vm, name, what));
  }

  private void guestChanged(UUID vm, String name) {
    tell(new HypervisorEvent.VmChanged(vm, name, ""));
  }

  private void tell(HypervisorEvent event) {
    try {
      teller.execute(() -> listener.accept(event));
    } catch (RejectedExecutionException e) {
      LOG.debug("closed already: {}", event);
    }
  }

  @Override
  public void listen(Consumer<HypervisorEvent> newListener) {
    listener = newListener;
    if (connection.connected()) {
      tell(new HypervisorEvent.Connected());
    }
  }

  @Override
  public void close() {
    if (guests != null) {
      guests.close();
    }
    connection.close();
    teller.shutdownNow();
  }
}
