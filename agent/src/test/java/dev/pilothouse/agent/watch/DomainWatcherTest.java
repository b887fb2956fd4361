package dev.pilothouse.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.HypervisorEvent.VmChanged;
import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.fleet.model.Notice.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainWatcherTest {
  private static final UUID WEB = new UUID(0, 1);
  private static final UUID DB = new UUID(0, 2);

  @Test
  void a_start_is_one_piece_of_news() {
    List<Notice> notices =
        DomainWatcher.notices(
            "h1",
            List.of(
                new VmChanged(WEB, "web", "started (booted)"),
                new VmChanged(WEB, "web", "resumed (unpaused)"),
                new VmChanged(DB, "db", "resumed (unpaused)"),
                new VmChanged(DB, "db", "")),
            Instant.EPOCH);
    assertThat(notices)
        .extracting(n -> n.vmName() + ": " + n.what())
        .containsExactly("web: started (booted)", "db: resumed (unpaused)");
  }

  @ParameterizedTest
  @CsvSource({
    "stopped (shutdown), INFO",
    "stopped (destroyed), INFO",
    "stopped (crashed), ALERT",
    "crashed (panicked), ALERT",
    "suspended (I/O error), ALERT",
    "suspended (watchdog), WARNING"
  })
  void what_nobody_wanted_stands_out(String what, Severity severity) {
    assertThat(DomainWatcher.severity(what)).isEqualTo(severity);
  }
}
