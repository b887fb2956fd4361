package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Configuration;
import dev.pilothouse.agent.xml.DomainCapabilitiesXml;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.OsName;
import dev.pilothouse.fleet.model.GuestOs;
import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One simulated VM. Not thread-safe: its hypervisor's lock guards it. */
final class SimulatedVm {
  private static final Pattern NAME = Pattern.compile("<name>[^<]*</name>");
  private static final long DIRTY_BY_BUSY_CPU = 128L << 20;
  private static final Duration BOOT = Duration.ofSeconds(8);

  final UUID uuid;
  final Temper temper;
  String name;

  /** The persistent definition; null when transient. */
  @Nullable String config;

  /** What runs; null when off. */
  @Nullable String live;

  VmState state = VmState.SHUT_OFF;
  String reason = "unknown";
  @Nullable Instant startedAt;
  boolean autostart;
  private double cpuNanos;
  private Instant countedTo = Instant.EPOCH;

  /**
   * How a guest behaves.
   *
   * @param busy its mean CPU use, 0 to 1
   * @param swing how far it moves around that
   * @param period of the movement
   * @param ignoresPowerButton a shutdown request changes nothing
   * @param address its IPv4 address; empty if it has none
   */
  record Temper(
      double busy, double swing, Duration period, boolean ignoresPowerButton, String address) {}

  SimulatedVm(UUID uuid, String name, @Nullable String config, Temper temper) {
    this.uuid = uuid;
    this.name = name;
    this.config = config;
    this.temper = temper;
  }

  void on(Instant now, String why) {
    state = VmState.RUNNING;
    reason = why;
    startedAt = now;
    live = config;
    cpuNanos = 0;
    countedTo = now;
  }

  void off(String why) {
    state = VmState.SHUT_OFF;
    reason = why;
    startedAt = null;
    live = null;
  }

  void requireActive() {
    require(state.active(), "The VM is not running.");
  }

  static void require(boolean fine, String otherwise) {
    if (!fine) {
      throw new OperationException(ErrorCode.WRONG_STATE, otherwise);
    }
  }

  String xml(Configuration.Scope scope) {
    String xml =
        switch (scope) {
          case LIVE -> live;
          case DEFINED -> config;
        };
    if (xml == null) {
      throw new OperationException(
          ErrorCode.WRONG_STATE,
          switch (scope) {
            case LIVE -> "The VM is not running.";
            case DEFINED -> "The VM is transient: it has no definition to change.";
          });
    }
    return xml;
  }

  void change(Configuration.Scope scope, String xml) {
    switch (scope) {
      case LIVE -> live = xml;
      case DEFINED -> config = xml;
    }
  }

  /** Becomes what it was. */
  void thaw(SimulatedSnapshots.Frozen frozen, Instant now) {
    config = frozen.defined();
    if (frozen.live() == null) {
      off("from snapshot");
    } else {
      on(now, "from snapshot");
      live = frozen.live();
    }
  }

  /** CPU time since it was started, in nanoseconds; grows only while it runs. */
  long cpuTime(Instant now) {
    if (state == VmState.RUNNING && now.isAfter(countedTo)) {
      double angle = 2 * Math.PI * now.toEpochMilli() / temper.period().toMillis();
      double use = temper.busy() + temper.swing() * Math.sin(angle + name.hashCode());
      double bounded = Math.min(1, Math.max(0.002, use));
      cpuNanos += Duration.between(countedTo, now).toNanos() * bounded * xml().vcpu().now();
    }
    countedTo = now;
    return (long) cpuNanos;
  }

  /** How fast its guest changes its memory. */
  long dirtyBytesPerSecond() {
    return state == VmState.RUNNING
        ? (long) (temper.busy() * xml().vcpu().now() * DIRTY_BY_BUSY_CPU)
        : 0;
  }

  /** The definition in force. */
  String definition() {
    String now = live != null ? live : config;
    if (now == null) {
      throw new IllegalStateException("neither running nor defined: " + uuid);
    }
    return now;
  }

  /** The persistent definition if that is asked for and there is one, else the one in force. */
  String definition(boolean persistent) {
    return persistent && config != null ? config : definition();
  }

  DomainXml xml() {
    return DomainXml.parse(definition());
  }

  void rename(String newName) {
    name = newName;
    if (config != null) {
      String element = "<name>" + escaped(newName) + "</name>";
      config = NAME.matcher(config).replaceFirst(Matcher.quoteReplacement(element));
    }
  }

  Vm look(String host, Instant now) {
    DomainXml xml = xml();
    return new Vm(
        new VmRef(host, uuid),
        name,
        state,
        reason,
        xml.vcpu().now(),
        xml.memoryBytes(),
        xml.maxMemoryBytes(),
        -1,
        startedAt,
        autostart,
        config != null,
        xml.title(),
        xml.description(),
        xml.metadata().tags(),
        xml.disks(),
        booted(now) ? addressed(xml.nics()) : xml.nics(),
        os(xml, now),
        xml.vcpu().max(),
        config == null ? null : DomainXml.parse(config).settings(),
        xml.needs());
  }

  private boolean booted(Instant now) {
    return startedAt != null && !now.isBefore(startedAt.plus(BOOT));
  }

  private List<Nic> addressed(List<Nic> nics) {
    if (nics.isEmpty() || temper.address().isEmpty()) {
      return nics;
    }
    List<Nic> all = new ArrayList<>(nics);
    IpAddress lease = new IpAddress(temper.address(), IpAddress.Source.LEASE);
    all.set(0, all.getFirst().with(List.of(lease)));
    return all;
  }

  private GuestOs os(DomainXml xml, Instant now) {
    String noted = OsName.ofLibosinfo(xml.metadata().osId());
    if (!noted.isEmpty()) {
      return new GuestOs(noted, booted(now) ? "agent" : "libosinfo");
    }
    return GuestOs.unknown(live == null ? "not running" : "guest agent not connected");
  }

  /** For XML text. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#13;");
  }

  /** What each of them may have. */
  static DomainCapabilitiesXml capabilities(String type) {
    return new DomainCapabilitiesXml(
        type,
        "pc-q35-9.0",
        "x86_64",
        288,
        true,
        true,
        true,
        true,
        Set.of("host-passthrough", "host-model", "maximum"),
        Set.of("virtio", "sata", "scsi", "usb"),
        Set.of("vga", "virtio", "none"),
        Set.of("vnc"));
  }

  static void requireName(String name) {
    if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
      throw new OperationException(
          ErrorCode.BAD_INPUT, "A VM's name is not empty and holds no '/' and no NUL.");
    }
  }

  static void requireFree(String name, Collection<SimulatedVm> all) {
    if (all.stream().anyMatch(vm -> vm.name.equals(name))) {
      throw new OperationException(ErrorCode.NAME_TAKEN, "A VM with this name is there already.");
    }
  }

  /** A VM that a person defined; {@code xml} may lack its UUID. */
  static SimulatedVm fresh(UUID uuid, DomainXml wanted, String xml) {
    String complete =
        wanted.uuid() == null
            ? xml.replaceFirst("</name>", "</name>\n  <uuid>" + uuid + "</uuid>")
            : xml;
    return new SimulatedVm(
        uuid, wanted.name(), complete, new Temper(0.1, 0.05, Duration.ofSeconds(30), false, ""));
  }

  /** What {@code vm} is at the host it migrates to, not there yet. */
  static SimulatedVm arriving(SimulatedVm vm) {
    return new SimulatedVm(vm.uuid, vm.name, vm.config, vm.temper);
  }

  /** Pauses or resumes; its CPU time until now counts as before. */
  void become(VmState now, String why, Instant at) {
    long unused = cpuTime(at);
    state = now;
    reason = why;
  }
}
