package dev.pilothouse.tui.shell.output;

import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A VM as {@code vm list} and {@code vm show} print it. The names of its components are the field
 * names of the JSON and YAML forms and stay as they are.
 *
 * @param state virsh's word for it
 * @param cpuPercent of all vCPUs together; null when not sampled
 * @param startedAt ISO 8601; null when not active or unknown
 * @param uptimeSeconds null when {@code startedAt} is
 * @param deleteProtection whether deleting it is refused
 * @param defined what it starts with next time; null when transient or not known
 * @param hostState online; or stale or offline, and then the rest is what was last known
 * @param ageSeconds how long ago the host was last heard
 * @param history the newest that was done to it or happened, on any host; null in lists
 */
public record VmView(
    String host,
    String name,
    String uuid,
    String state,
    String reason,
    int vcpus,
    long memoryBytes,
    long maxMemoryBytes,
    @Nullable Double cpuPercent,
    @Nullable String startedAt,
    @Nullable Long uptimeSeconds,
    boolean autostart,
    boolean persistent,
    String title,
    String description,
    List<String> tags,
    List<Disk> disks,
    List<NicView> nics,
    OsView os,
    boolean deleteProtection,
    @Nullable VmSettings defined,
    String hostState,
    long ageSeconds,
    @Nullable List<HistoryView> history) {

  /** A network interface; {@code link} is {@code up} or {@code down}, or null when not known. */
  public record NicView(
      String mac,
      String model,
      String network,
      List<AddressView> addresses,
      @Nullable String target,
      @Nullable String link) {}

  /** An address and where it was learned: {@code agent}, {@code lease} or {@code arp}. */
  public record AddressView(String address, String source) {}

  /** The guest's operating system; {@code name} is empty when it is unknown. */
  public record OsView(String name, String evidence) {}

  /** How VMs are listed. */
  public static final Listing<VmView> LISTING =
      new Listing<>(
          List.of(
              Column.text("NAME", VmView::name),
              Column.text("HOST", VmView::host),
              Column.text("STATE", VmView::stateText),
              Column.figure("CPU%", VmView::cpuText),
              Column.figure("VCPUS", vm -> Integer.toString(vm.vcpus)),
              Column.figure("MEMORY", vm -> Amounts.bytes(vm.memoryBytes)),
              Column.text("UPTIME", VmView::uptimeText),
              Column.text("IP", VmView::addressesText),
              Column.wide("UUID", VmView::uuid),
              Column.wide("AUTOSTART", vm -> vm.autostart ? "on" : "off"),
              Column.wide("KIND", VmView::kindText),
              Column.wide("OS", vm -> dash(vm.os.name())),
              Column.wide("TAGS", vm -> dash(String.join(",", vm.tags))),
              Column.wide("TITLE", vm -> dash(vm.title))),
          vm -> Visible.of(vm.host) + "/" + Visible.of(vm.name));

  public static VmView of(Vm vm, @Nullable Host host, Clock clock) {
    return of(vm, host, clock, null);
  }

  public static VmView of(
      Vm vm, @Nullable Host host, Clock clock, @Nullable List<HistoryView> history) {
    Instant now = clock.instant();
    Instant started = vm.startedAt();
    return new VmView(
        vm.host(),
        vm.name(),
        vm.ref().uuid().toString(),
        vm.state().word(),
        vm.reason(),
        vm.vcpus(),
        vm.memoryBytes(),
        vm.maxMemoryBytes(),
        vm.cpuPercent() < 0 ? null : vm.cpuPercent(),
        started == null ? null : started.toString(),
        started == null ? null : Math.max(0, Duration.between(started, now).toSeconds()),
        vm.autostart(),
        vm.persistent(),
        vm.title(),
        vm.description(),
        vm.tags(),
        vm.disks(),
        vm.nics().stream().map(VmView::nic).toList(),
        new OsView(vm.os().name(), vm.os().evidence()),
        vm.deleteProtection(),
        vm.defined(),
        presence(host == null ? Presence.OFFLINE : host.presence()),
        host == null ? 0 : HostView.age(host, now),
        history);
  }

  private static NicView nic(Nic nic) {
    return new NicView(
        nic.mac(),
        nic.model(),
        nic.network(),
        nic.addresses().stream()
            .map(a -> new AddressView(a.address(), a.source().name().toLowerCase(Locale.ROOT)))
            .toList(),
        nic.target(),
        nic.up() == null ? null : nic.up() ? "up" : "down");
  }

  static String presence(Presence presence) {
    return presence.name().toLowerCase(Locale.ROOT);
  }

  static String dash(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : text;
  }

  private String stateText() {
    return hostState.equals("online")
        ? state
        : state + " (" + hostState + " " + Amounts.span(Duration.ofSeconds(ageSeconds)) + ")";
  }

  private String cpuText() {
    return cpuPercent == null ? "-" : String.format(Locale.ROOT, "%.0f", cpuPercent);
  }

  private String uptimeText() {
    return uptimeSeconds == null ? "-" : Amounts.span(Duration.ofSeconds(uptimeSeconds));
  }

  private String kindText() {
    return persistent ? "persistent" : "transient";
  }

  /** What it will start with and does not run with. */
  private Optional<String> nextStart() {
    if (defined == null) {
      return Optional.empty();
    }
    List<String> differs = new ArrayList<>();
    if (defined.vcpus() != vcpus) {
      differs.add(defined.vcpus() + " vCPUs");
    }
    if (defined.memoryBytes() != memoryBytes) {
      differs.add(Amounts.bytes(defined.memoryBytes()));
    }
    if (defined.maxMemoryBytes() != maxMemoryBytes) {
      differs.add("at most " + Amounts.bytes(defined.maxMemoryBytes()));
    }
    return differs.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", differs));
  }

  private String addressesText() {
    return dash(
        nics.stream()
            .flatMap(nic -> nic.addresses().stream())
            .map(AddressView::address)
            .collect(Collectors.joining(",")));
  }

  /** Everything about it, line by line. */
  public Sheet sheet() {
    List<Sheet.Line> lines = new ArrayList<>();
    lines.add(new Sheet.Line("Name", name));
    lines.add(new Sheet.Line("Host", host));
    lines.add(new Sheet.Line("UUID", uuid));
    lines.add(new Sheet.Line("State", stateText() + (reason.isEmpty() ? "" : ", " + reason)));
    lines.add(new Sheet.Line("Uptime", uptimeText()));
    lines.add(
        new Sheet.Line("vCPUs", vcpus + (cpuPercent == null ? "" : ", " + cpuText() + "% used")));
    lines.add(
        new Sheet.Line(
            "Memory", Amounts.bytes(memoryBytes) + " of " + Amounts.bytes(maxMemoryBytes)));
    lines.add(new Sheet.Line("Autostart", autostart ? "on" : "off"));
    lines.add(new Sheet.Line("Kind", kindText()));
    lines.add(
        new Sheet.Line("Deletion", deleteProtection ? "refused: it is protected" : "allowed"));
    if (defined != null && !defined.boot().isEmpty()) {
      lines.add(new Sheet.Line("Boots from", String.join(", ", defined.boot())));
    }
    nextStart().ifPresent(text -> lines.add(new Sheet.Line("Next start", text)));
    lines.add(
        new Sheet.Line(
            "OS",
            os.name().isEmpty()
                ? "unknown: " + os.evidence()
                : os.name() + " (" + os.evidence() + ")"));
    lines.add(new Sheet.Line("Tags", dash(String.join(", ", tags))));
    lines.add(new Sheet.Line("Title", dash(title)));
    lines.add(new Sheet.Line("Description", dash(description)));
    for (Disk disk : disks) {
      lines.add(
          new Sheet.Line(
              "Disk " + disk.target(),
              words(disk.device(), disk.bus(), disk.format(), disk.readOnly() ? "read-only" : "")
                  + " "
                  + dash(disk.source())));
    }
    for (NicView nic : nics) {
      String addresses =
          nic.addresses().stream()
              .map(a -> a.address() + " (" + a.source() + ")")
              .collect(Collectors.joining(", "));
      String link = nic.link() != null && nic.link().equals("down") ? "link down" : "";
      lines.add(
          new Sheet.Line("NIC " + nic.mac(), words(nic.model(), nic.network(), link, addresses)));
    }
    for (HistoryView each : history == null ? List.<HistoryView>of() : history) {
      lines.add(new Sheet.Line(Amounts.moment(each.at()), each.line()));
    }
    return new Sheet(lines);
  }

  private static String words(@Nullable String... words) {
    return java.util.Arrays.stream(words)
        .filter(Objects::nonNull)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
