package dev.pilothouse.agent.operation.migration.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What libvirt's words about a VM mean for its migration. */
class SideTest {
  @ParameterizedTest
  @CsvSource({
    "RUNNING, booted, RUNS",
    "RUNNING, migrated, RUNS",
    "RUNNING, post-copy failed, BROKEN",
    "PAUSED, user, PAUSED",
    "PAUSED, migrating, HELD",
    "PAUSED, " + Vm.ARRIVING + ", ARRIVING",
    "PAUSED, starting up, ARRIVING",
    "PAUSED, post-copy, POST_COPY",
    "PAUSED, post-copy failed, BROKEN",
    "SHUT_OFF, shutdown, STOPPED",
    "SHUT_OFF, failed, NEVER_RAN",
    "SHUT_OFF, migrated, LEFT",
    "CRASHED, panicked, STOPPED",
    "NO_STATE, unknown, UNKNOWN"
  })
  void aStateAndItsReason(VmState state, String reason, Side side) {
    assertThat(Side.of(Optional.of(Vms.vm("h1", "web").state(state, reason).build())))
        .isEqualTo(side);
  }

  @Test
  void aHostWithoutIt() {
    assertThat(Side.of(Optional.empty())).isEqualTo(Side.ABSENT);
  }
}
