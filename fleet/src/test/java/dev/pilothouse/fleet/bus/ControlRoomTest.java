package dev.pilothouse.fleet.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations and news between a management node and an agent. */
class ControlRoomTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Vm web = Vms.vm("h1", "web01").build();
  private final FakeFleet fleet = FakeFleet.of(web, Vms.vm("h2", "db01").build());

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void anOperationRunsAndTheFleetShowsIt() {
    OperationRecord submitted =
        fleet.room().submit(new Operation.StartVm(web.ref()), "web01", FakeFleet.ADMIN, SOON);

    OperationRecord ended =
        fleet.room().finished(submitted.number()).orTimeout(30, TimeUnit.SECONDS).join();

    assertThat(ended.history())
        .extracting(OperationRecord.Step::state)
        .containsExactly(
            OperationState.SUBMITTED,
            OperationState.ACCEPTED,
            OperationState.RUNNING,
            OperationState.SUCCEEDED);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(Objects.requireNonNull(fleet.room().fleet().vm(web.ref())).state())
                    .isEqualTo(VmState.RUNNING));
  }
}
