package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.HostTerms.Maintenance;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.placement.DrainProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host as {@code host list} and {@code host show} print it. The names of its components are the
 * field names of the JSON and YAML forms and stay as they are.
 *
 * @param state how sure this is: online, stale or offline
 * @param ageSeconds how long ago the host was last heard
 * @param load the one-minute load average; null when unknown
 * @param vms all VMs that libvirt knows there, without those that arrive
 * @param activeVms those with a hypervisor process
 * @param arrivingVms what migrates there and is no VM of its own yet
 * @param maintenance null while VMs may be placed there
 * @param drain how far it is emptied; null in lists, and while it is not in maintenance
 */
public record HostView(
    String name,
    String state,
    String lastHeard,
    long ageSeconds,
    String uri,
    String cpuModel,
    int cpus,
    @Nullable Double load,
    long memoryBytes,
    long freeBytes,
    int vms,
    long activeVms,
    String libvirtVersion,
    String hypervisorVersion,
    String agentVersion,
    boolean libvirtReachable,
    int arrivingVms,
    @Nullable MaintenanceView maintenance,
    @Nullable DrainView drain) {

  /**
   * Why nothing new is placed there.
   *
   * @param operation the number of the one that began it
   */
  public record MaintenanceView(String since, String by, long operation) {}

  /** How hosts are listed. */
  public static final Listing<HostView> LISTING =
      new Listing<>(
          List.of(
              Column.text("NAME", HostView::name),
              Column.text("STATE", HostView::stateText),
              Column.figure("CPUS", host -> Integer.toString(host.cpus)),
              Column.figure("LOAD", HostView::loadText),
              Column.figure("MEMORY", host -> Amounts.bytes(host.memoryBytes)),
              Column.figure("FREE", host -> Amounts.bytes(host.freeBytes)),
              Column.figure("VMS", host -> host.activeVms + "/" + host.vms),
              Column.text("LIBVIRT", host -> VmView.dash(host.libvirtVersion)),
              Column.wide("HYPERVISOR", host -> VmView.dash(host.hypervisorVersion)),
              Column.wide("AGENT", host -> VmView.dash(host.agentVersion)),
              Column.wide("CPU", host -> VmView.dash(host.cpuModel)),
              Column.wide("URI", host -> VmView.dash(host.uri))),
          host -> Visible.of(host.name));

  public static HostView of(Host host, Fleet fleet, Clock clock) {
    return of(host, fleet, clock, null);
  }

  /**
   * @param drain null when nobody looked
   */
  public static HostView of(Host host, Fleet fleet, Clock clock, @Nullable DrainProgress drain) {
    HostFacts facts = host.facts();
    List<Vm> vms = fleet.residents(host.name());
    return new HostView(
        host.name(),
        VmView.presence(host.presence()),
        host.lastHeard().toString(),
        age(host, clock.instant()),
        facts.uri(),
        facts.cpuModel(),
        facts.cpus(),
        facts.load() < 0 ? null : facts.load(),
        facts.memoryBytes(),
        facts.freeBytes(),
        vms.size(),
        vms.stream().filter(vm -> vm.state().active()).count(),
        facts.libvirtVersion(),
        facts.hypervisorVersion(),
        facts.agentVersion(),
        facts.libvirtReachable(),
        fleet.vms(host.name()).size() - vms.size(),
        maintenance(facts),
        drain == null || drain.maintenance() == null ? null : DrainView.of(drain));
  }

  private static @Nullable MaintenanceView maintenance(HostFacts facts) {
    Maintenance now = facts.terms() == null ? null : facts.terms().maintenance();
    return now == null
        ? null
        : new MaintenanceView(now.since().toString(), now.by(), now.operation());
  }

  static long age(Host host, Instant now) {
    return Math.max(0, Duration.between(host.lastHeard(), now).toSeconds());
  }

  private String stateText() {
    String marked = maintenance == null ? state : state + ", maintenance";
    if (state.equals("online")) {
      return marked;
    }
    String since = marked + " " + Amounts.span(Duration.ofSeconds(ageSeconds));
    return libvirtReachable ? since : since + ", no libvirt";
  }

  private String loadText() {
    return load == null ? "-" : String.format(Locale.ROOT, "%.2f", load);
  }

  /** Everything about it, line by line. */
  public Sheet sheet() {
    List<Sheet.Line> lines =
        new ArrayList<>(
            List.of(
                new Sheet.Line("Name", name),
                new Sheet.Line("State", stateText()),
                new Sheet.Line("Last heard", Amounts.moment(lastHeard)),
                new Sheet.Line("libvirt", libvirtVersion + ", " + uri),
                new Sheet.Line("Hypervisor", hypervisorVersion),
                new Sheet.Line("Agent", agentVersion),
                new Sheet.Line("CPUs", cpus + " x " + cpuModel),
                new Sheet.Line("Load", loadText()),
                new Sheet.Line(
                    "Memory",
                    Amounts.bytes(memoryBytes) + ", " + Amounts.bytes(freeBytes) + " free"),
                new Sheet.Line(
                    "VMs",
                    vms
                        + ", "
                        + activeVms
                        + " active"
                        + (arrivingVms == 0 ? "" : ", " + arrivingVms + " arriving"))));
    if (maintenance != null) {
      lines.add(
          new Sheet.Line(
              "Maintenance",
              "since "
                  + Amounts.moment(maintenance.since)
                  + " by "
                  + maintenance.by
                  + " (operation "
                  + maintenance.operation
                  + ")"));
    }
    if (drain != null) {
      lines.add(new Sheet.Line("Drain", drain.sentence()));
      drain
          .vms()
          .forEach(verdict -> lines.add(new Sheet.Line("  " + verdict.vm(), verdict.line())));
    }
    return new Sheet(lines);
  }
}
