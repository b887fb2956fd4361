package dev.pilothouse.agent.watch;

import dev.pilothouse.agent.hypervisor.HypervisorEvent.VmChanged;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Notice.Severity;
import dev.pilothouse.fleet.model.VmRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happened to VMs, as news for people. */
final class DomainWatcher {
  private DomainWatcher() {}

  /**
   * The notices of a batch of events. libvirt tells some things twice, the second time as a detail
   * of the first: those are left out.
   */
  static List<Notice> notices(String host, List<VmChanged> batch, Instant at) {
    var started =
        about(batch, "started (").map(VmChanged::vm).collect(Collectors.toUnmodifiableSet());
    List<Notice> notices = new ArrayList<>();
    for (VmChanged event : batch) {
      boolean detail =
          event.what().equals("undefined (renamed)")
              || (event.what().equals("resumed (unpaused)") && started.contains(event.vm()));
      if (!event.what().isEmpty() && !detail) {
        VmRef vm = new VmRef(host, event.vm());
        notices.add(new Notice(at, severity(event.what()), host, vm, event.name(), event.what()));
      }
    }
    return notices;
  }

  private static Stream<VmChanged> about(List<VmChanged> batch, String prefix) {
    return batch.stream().filter(event -> event.what().startsWith(prefix));
  }

  /** A VM that stopped without anybody wanting it is an alert. */
  static Severity severity(String what) {
    return switch (what) {
      case "stopped (crashed)", "stopped (failed)", "suspended (I/O error)" -> Severity.ALERT;
      case "suspended (watchdog)", "suspended (api error)", "suspended (post-copy failed)" ->
          Severity.WARNING;
      default -> what.startsWith("crashed") ? Severity.ALERT : Severity.INFO;
    };
  }
}
