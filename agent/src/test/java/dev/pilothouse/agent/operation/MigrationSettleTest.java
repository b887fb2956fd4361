package dev.pilothouse.agent.operation;

import static dev.pilothouse.agent.operation.TwoHosts.LIMIT;
import static dev.pilothouse.agent.operation.TwoHosts.migrate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Migrations.Route;
import dev.pilothouse.agent.hypervisor.simulated.Neighbourhood;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmCopy;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of a migration whose end nobody told. */
class MigrationSettleTest {
  private static final String MIGRATE = "here.migrations.migrate";

  @TempDir Path state;

  private final Staged stage = new Staged();
  private TwoHosts hosts;
  private VmRef web;

  @BeforeEach
  void setUp() throws IOException {
    hosts = new TwoHosts(state, Neighbourhood.apart());
    hosts.start(stage.host(hosts.here));
    web = hosts.vm("web", "");
    hosts.here.start(web.uuid());
  }

  @AfterEach
  void close() {
    hosts.close();
  }

  private static OperationException lost() {
    return new OperationException(ErrorCode.HYPERVISOR_LOST, "The connection is lost.");
  }

  private static OperationException silent() {
    return new OperationException(ErrorCode.HOST_UNREACHABLE, "No answer.");
  }

  /** The first migration goes so; those after it as they are. */
  private void first(Supplier<RuntimeException> deed) {
    AtomicInteger calls = new AtomicInteger();
    stage.on(
        MIGRATE,
        real -> {
          if (calls.getAndIncrement() == 0) {
            throw deed.get();
          }
          return real.get();
        });
  }

  private void really() {
    hosts
        .here
        .migrations()
        .migrate(
            web.uuid(),
            new Route(TwoHosts.to().address(), MigrationOptions.standard(), List.of(), false));
  }

  private void reallyAndYetDefinedHere() {
    String definition = hosts.here.secureXml(web.uuid());
    really();
    hosts.here.define(definition);
  }

  /** libvirt stopped the guest here to let it go over, and did not learn what became of it. */
  private void standStill() {
    hosts.here.pause(web.uuid());
    stage.on("here.find", real -> asHeld(real.get()));
  }

  private static @Nullable Object asHeld(@Nullable Object found) {
    return ((Optional<?>) Objects.requireNonNull(found))
        .map(
            vm -> {
              Vm real = (Vm) vm;
              return real.state() == VmState.PAUSED
                  ? VmCopy.of(real).state(real.state(), "migrating").build()
                  : real;
            });
  }

  private OperationRecord submitted() {
    return hosts.ended(hosts.submit(migrate(web)));
  }

  private static Failure failure(OperationRecord record) {
    return Objects.requireNonNull(record.failure());
  }

  @Test
  void itArrivedAndNobodySaidSo() {
    first(
        () -> {
          really();
          return lost();
        });
    assertThat(submitted().state()).isEqualTo(OperationState.SUCCEEDED);
    hosts.isOnlyThere(web.uuid(), VmState.RUNNING);
  }

  @Test
  void itNeverArrivedAndGoesOnHereThenTriesAgain() {
    first(
        () -> {
          standStill();
          return lost();
        });
    OperationRecord record = submitted();
    assertThat(record.state()).as("%s", record.failure()).isEqualTo(OperationState.SUCCEEDED);
    hosts.isOnlyThere(web.uuid(), VmState.RUNNING);
  }

  @Test
  void whatStandsStillHereIsEndedOnceItIsProvenToRunThere() {
    first(
        () -> {
          reallyAndYetDefinedHere();
          hosts.here.start(web.uuid());
          standStill();
          return lost();
        });
    assertThat(submitted().state()).isEqualTo(OperationState.SUCCEEDED);
    hosts.isOnlyThere(web.uuid(), VmState.RUNNING);
  }

  @Test
  void aDefinitionThatStayedIsRemovedWhereItDoesNotRun() {
    first(
        () -> {
          reallyAndYetDefinedHere();
          return lost();
        });
    assertThat(submitted().state()).isEqualTo(OperationState.SUCCEEDED);
    hosts.isOnlyThere(web.uuid(), VmState.RUNNING);
  }

  @Test
  void whatRunsOnBothIsSaidAndNotTouched() {
    first(
        () -> {
          reallyAndYetDefinedHere();
          hosts.here.start(web.uuid());
          return lost();
        });
    OperationRecord record = submitted();
    assertThat(record.state()).isEqualTo(OperationState.INTERRUPTED);
    assertThat(failure(record).message()).isEqualTo("web is active on both h1 and h2.");
    assertThat(hosts.here.find(web.uuid()).orElseThrow().state()).isEqualTo(VmState.RUNNING);
    assertThat(hosts.there.find(web.uuid()).orElseThrow().state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void aSilentHostIsAskedUntilItAnswersAndNothingIsResumedMeanwhile() {
    first(
        () -> {
          standStill();
          stage.thereIsSilent(silent());
          return lost();
        });
    Order order = hosts.submit(migrate(web));
    await()
        .atMost(LIMIT)
        .until(
            () ->
                hosts
                    .bus
                    .record(order.number())
                    .phase()
                    .equals(
                        "h2 cannot be asked; web is paused here and must not be resumed until it"
                            + " can"));
    assertThat(hosts.here.find(web.uuid()).orElseThrow().state()).isEqualTo(VmState.PAUSED);
    stage.thereIsSilent(null);
    assertThat(hosts.ended(order).state()).isEqualTo(OperationState.SUCCEEDED);
    hosts.isOnlyThere(web.uuid(), VmState.RUNNING);
  }

  @Test
  void whoWillNotWaitForASilentHostIsToldWhatToDo() {
    first(
        () -> {
          standStill();
          stage.thereIsSilent(silent());
          return lost();
        });
    Order order = hosts.submit(migrate(web));
    await()
        .atMost(LIMIT)
        .until(() -> hosts.bus.record(order.number()).phase().contains("must not be resumed"));
    hosts.bus.cancel(order, true);
    OperationRecord record = hosts.ended(order);
    assertThat(record.state()).isEqualTo(OperationState.INTERRUPTED);
    assertThat(failure(record).message()).contains("h2 cannot be asked", "must not be resumed");
    assertThat(failure(record).hint()).contains("virsh domstate", "Never both.");
    assertThat(hosts.here.find(web.uuid()).orElseThrow().state()).isEqualTo(VmState.PAUSED);
  }

  @Test
  void aSilentHostDoesNotHoldUpWhatRunsHere() {
    first(
        () -> {
          stage.thereIsSilent(silent());
          return new OperationException(ErrorCode.REFUSED, "internal error: something else");
        });
    OperationRecord record = submitted();
    assertThat(record.state()).isEqualTo(OperationState.FAILED);
    assertThat(failure(record).message())
        .contains("something else.", "web goes on at h1.", "Left behind", "cannot be asked now");
    stage.thereIsSilent(null);
    hosts.isOnlyHere(web, VmState.RUNNING);
  }

  @Test
  void aBrokenLineIsTriedAgainAndNotForEver() {
    AtomicInteger calls = new AtomicInteger();
    stage.on(
        MIGRATE,
        real -> {
          if (calls.incrementAndGet() < 3) {
            throw new OperationException(
                ErrorCode.REFUSED, "operation failed: unable to connect to server at 'h2:49152'");
          }
          return real.get();
        });
    assertThat(submitted().state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(calls).hasValue(3);

    VmRef second = hosts.vm("second", "");
    hosts.here.start(second.uuid());
    calls.set(-10);
    hosts.refused(migrate(second), ErrorCode.REFUSED, "unable to connect", "second goes on at h1");
    assertThat(calls).hasValue(-7);
    hosts.isOnlyHere(second, VmState.RUNNING);
  }

  @Test
  void anotherFailureIsNotTriedAgain() {
    AtomicInteger calls = new AtomicInteger();
    stage.on(
        MIGRATE,
        real -> {
          calls.incrementAndGet();
          throw new OperationException(ErrorCode.REFUSED, "unsupported configuration");
        });
    hosts.refused(migrate(web), ErrorCode.REFUSED, "unsupported configuration. web goes on at h1.");
    assertThat(calls).hasValue(1);
    hosts.isOnlyHere(web, VmState.RUNNING);
  }
}
