package dev.pilothouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.memory.MemoryWorld;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.ReachOperation;
import dev.pilothouse.fleet.operation.ReachOperation.Display;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.StreamOffer;
import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.fleet.stream.StreamLink;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.fleet.wire.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Displays and ports of VMs over real streams, on a simulated host. */
@Timeout(120)
class ReachTest {
  private static final Duration GENEROUS = Duration.ofSeconds(60);
  private static final String GREETING = "RFB 003.008\n";

  @TempDir Path directory;
  private final SigningKey key = SigningKey.generate();
  private final MemoryWorld world = new MemoryWorld();
  private final Bus agentsBus = world.connect();
  private final Hypervisor hypervisor =
      SimulatedHypervisor.demo("h1", 1, 3, Clock.systemUTC(), time -> {});
  private Agent agent;
  private ControlRoom room;
  private VmRef vm;

  @BeforeEach
  void setUp() throws Exception {
    agent =
        Agent.start(
            new AgentSettings(directory.resolve("agent"), TrustedKeys.of(key)),
            agentsBus,
            hypervisor,
            Clock.systemUTC());
    room = ControlRoom.open(world.connect(), key, "m1");
    vm = define("screen", "<devices><graphics type='vnc'/></devices>");
    hypervisor.start(vm.uuid());
    await().atMost(GENEROUS).until(() -> room.fleet().host("h1") != null);
  }

  private VmRef define(String name, String devices) {
    UUID uuid =
        hypervisor.define(TestVm.xml("kvm", name).replace("</domain>", devices + "\n</domain>"));
    return new VmRef("h1", uuid);
  }

  @AfterEach
  void stop() {
    agent.close();
    room.close();
    hypervisor.close();
    world.close();
  }

  private interface Body {
    void with(StreamLink link) throws Exception;
  }

  /** Hands over the stream of what was opened. */
  private void opened(Function<StreamOffer, ReachOperation> operation, Body body) throws Exception {
    try (Offering offering = room.offer("h1")) {
      OperationRecord record = submit(operation.apply(offering.offer()), Role.ADMIN);
      CompletableFuture<OperationRecord> ended = room.finished(record.number());
      CompletableFuture.anyOf(offering.taken(), ended).get(60, TimeUnit.SECONDS);
      if (!offering.taken().isDone()) {
        throw new OperationException(Objects.requireNonNull(ended.join().failure()));
      }
      body.with(offering.taken().join());
    }
  }

  private OperationRecord submit(ReachOperation operation, Role role) {
    return room.submit(
        operation, "screen", new Principal("ann", role, "test"), Duration.ofMinutes(1));
  }

  private Failure refused(Function<StreamOffer, ReachOperation> operation) {
    Failure[] failure = new Failure[1];
    assertThatThrownBy(() -> opened(operation, link -> {}))
        .isInstanceOfSatisfying(OperationException.class, e -> failure[0] = e.failure());
    return failure[0];
  }

  private ReachOperation display(StreamOffer offer) {
    return new ReachOperation.OpenDisplay(vm, Display.VNC, offer);
  }

  private Function<StreamOffer, ReachOperation> port(int port) {
    return offer -> new ReachOperation.OpenPort(vm, port, offer);
  }

  private static void greeted(StreamLink link) throws IOException {
    assertThat(new String(link.in().readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo(GREETING);
  }

  @Test
  void aDisplaysBytesGoBothWaysAndItsEndIsAnEnd() throws Exception {
    opened(
        this::display,
        link -> {
          greeted(link);
          link.out().write(GREETING.getBytes(StandardCharsets.US_ASCII));
          assertThat(new String(link.in().readAllBytes(), StandardCharsets.US_ASCII))
              .contains("has no picture");
        });
  }

  @Test
  void itEndsWhenTheVmStops() throws Exception {
    opened(
        this::display,
        link -> {
          greeted(link);
          hypervisor.forceOff(vm.uuid());
          assertThatThrownBy(() -> link.in().readAllBytes()).hasMessageContaining("has stopped");
        });
  }

  @Test
  void itStaysWhenTheVmIsPaused() throws Exception {
    opened(
        this::display,
        link -> {
          greeted(link);
          hypervisor.pause(vm.uuid());
          await()
              .atMost(GENEROUS)
              .until(() -> room.fleet().owner(vm.uuid()).orElseThrow().state() == VmState.PAUSED);
          link.out().write(GREETING.getBytes(StandardCharsets.US_ASCII));
          assertThat(link.in().readAllBytes()).isNotEmpty();
        });
  }

  @Test
  void itEndsWithTheAgent() throws Exception {
    opened(
        this::display,
        link -> {
          greeted(link);
          agent.close();
          assertThatThrownBy(() -> link.in().readAllBytes()).hasMessageContaining("agent stops");
        });
  }

  @Test
  void whatIsNotThereIsRefused() {
    Failure spice = refused(offer -> new ReachOperation.OpenDisplay(vm, Display.SPICE, offer));
    assertThat(spice.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(spice.message()).isEqualTo("It has no SPICE display; what it has is vnc.");

    hypervisor.forceOff(vm.uuid());
    assertThat(refused(this::display).message()).isEqualTo("The VM is not running.");
    assertThat(refused(port(22)).code()).isEqualTo(ErrorCode.WRONG_STATE);
  }

  @Test
  void aGuestOfWhichNoAddressIsKnownIsSaid() {
    Failure failure = refused(port(22));
    assertThat(failure.code()).isEqualTo(ErrorCode.GUEST_SILENT);
    assertThat(failure.message()).contains("No address of the guest is known");
    assertThat(refused(port(0)).code()).isEqualTo(ErrorCode.BAD_INPUT);
  }

  @Test
  void whoMayNotIsRefusedByTheNode() {
    assertThatThrownBy(
            () ->
                submit(
                    new ReachOperation.OpenDisplay(vm, Display.VNC, StreamOffer.NONE), Role.VIEWER))
        .hasMessageContaining("may not open-display");
    assertThatThrownBy(
            () -> submit(new ReachOperation.OpenPort(vm, 22, StreamOffer.NONE), Role.OPERATOR))
        .hasMessageContaining("may not open-port");
  }
}
