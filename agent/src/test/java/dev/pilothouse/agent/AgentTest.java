package dev.pilothouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.memory.MemoryWorld;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.fleet.wire.TrustedKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
  private static final Principal ANN = new Principal("ann", Role.ADMIN, "test");
  private static final Duration FRESH = Duration.ofMinutes(1);

  @TempDir Path directory;
  private final SigningKey key = SigningKey.generate();
  private final MemoryWorld world = new MemoryWorld();
  private final Bus agentsBus = world.connect();
  private final Bus managersBus = world.connect();
  private final Hypervisor hypervisor = SimulatedHypervisor.demo("h1", 1, 12, Clock.systemUTC());
  private Agent agent;
  private ControlRoom room;

  @BeforeEach
  void setUp() throws Exception {
    agent = start(TrustedKeys.of(key));
    room = ControlRoom.open(managersBus, key, "m1");
    until(() -> room.fleet().vmCount() == 12);
  }

  @AfterEach
  void stop() {
    agent.close();
    room.close();
    hypervisor.close();
    world.close();
  }

  @Test
  void aPersonStartsAVmAndSeesItRun() throws Exception {
    VmRef vm = some(VmState.SHUT_OFF);
    OperationRecord record = order(new Operation.StartVm(vm));
    assertThat(record.state()).as("%s", record).isEqualTo(OperationState.SUCCEEDED);
    until(() -> Objects.requireNonNull(room.fleet().vm(vm)).state() == VmState.RUNNING);
  }

  @Test
  void aVmIsReadEditedRenamedDeletedAndDefinedAgain() throws Exception {
    VmRef vm = some(VmState.SHUT_OFF);
    String base = result(order(new Operation.ReadXml(vm, true)));
    String wanted = base.replaceFirst("(?s)<title>.*?</title>", "");
    wanted = wanted.replaceFirst("</name>", "</name><title>edited</title>");
    OperationRecord edit = order(new Operation.EditVm(vm, base, wanted));
    assertThat(edit.state()).as("%s", edit).isEqualTo(OperationState.SUCCEEDED);
    OperationRecord stale = order(new Operation.EditVm(vm, base, wanted));
    assertThat(Objects.requireNonNull(stale.failure()).code())
        .isEqualTo(ErrorCode.CHANGED_MEANWHILE);

    String name = hypervisor.find(vm.uuid()).orElseThrow().name();
    OperationRecord rename = order(new Operation.RenameVm(vm, name, "renamed"));
    assertThat(rename.state()).as("%s", rename).isEqualTo(OperationState.SUCCEEDED);

    OperationRecord delete = order(new Operation.DeleteVm(vm));
    assertThat(hypervisor.find(vm.uuid())).isEmpty();
    OperationRecord again = order(new Operation.DefineVm("h1", result(delete)));
    assertThat(result(again)).isEqualTo(vm.uuid().toString());
    assertThat(hypervisor.find(vm.uuid()).orElseThrow().name()).isEqualTo("renamed");
    assertThat(hypervisor.find(vm.uuid()).orElseThrow().title()).isEqualTo("edited");
  }

  @Test
  void whoeverLooksAfterTheEndOfAnOperationSeesItsEffect() throws Exception {
    for (Vm off : hypervisor.list().stream().filter(vm -> !vm.state().active()).toList()) {
      order(new Operation.StartVm(off.ref()));
      try (Bus bus = world.connect();
          ControlRoom late = ControlRoom.open(bus, key, "m2")) {
        late.synced().get(30, TimeUnit.SECONDS);
        assertThat(Objects.requireNonNull(late.fleet().vm(off.ref())).state())
            .isEqualTo(VmState.RUNNING);
      }
    }
  }

  @Test
  void xmlWithoutUuidGetsOne() throws Exception {
    String xml = hypervisor.xml(some(VmState.SHUT_OFF).uuid(), true);
    String fresh =
        xml.replaceFirst("<uuid>[^<]*</uuid>", "").replaceFirst("<name>[^<]*", "<name>fresh");
    OperationRecord record = order(new Operation.DefineVm("h1", fresh));
    assertThat(record.state()).as("%s", record).isEqualTo(OperationState.SUCCEEDED);
    UUID made = UUID.fromString(result(record));
    assertThat(hypervisor.find(made).orElseThrow().name()).isEqualTo("fresh");
  }

  @Test
  void aRunningVmIsNotDeleted() throws Exception {
    OperationRecord record = order(new Operation.DeleteVm(some(VmState.RUNNING)));
    assertThat(Objects.requireNonNull(record.failure()).code()).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(record.failure().hint()).contains("vm shutdown");
  }

  @Test
  void anAgentDoesNotObeyAStranger() throws Exception {
    agent.close();
    agent = start(TrustedKeys.of(SigningKey.generate()));
    VmRef vm = some(VmState.SHUT_OFF);
    OperationRecord record = order(new Operation.StartVm(vm));
    assertThat(Objects.requireNonNull(record.failure()).code()).isEqualTo(ErrorCode.UNTRUSTED);
    assertThat(hypervisor.find(vm.uuid()).orElseThrow().state()).isEqualTo(VmState.SHUT_OFF);
  }

  @Test
  void aStoppedAgentIsOfflineAndTheNextCarriesOnWithWhatIsStillFresh() throws Exception {
    agent.close();
    until(() -> Objects.requireNonNull(room.fleet().host("h1")).presence() == Presence.OFFLINE);
    VmRef vm = some(VmState.SHUT_OFF);
    OperationRecord late = room.submit(new Operation.StartVm(vm), "it", ANN, Duration.ofMillis(1));
    OperationRecord fresh = room.submit(new Operation.StartVm(vm), "it", ANN, FRESH);
    agent = start(TrustedKeys.of(key));
    assertThat(finished(late).state()).isEqualTo(OperationState.EXPIRED);
    assertThat(finished(fresh).state()).isEqualTo(OperationState.SUCCEEDED);
  }

  private Agent start(TrustedKeys keys) throws Exception {
    return Agent.start(
        new AgentSettings(directory, keys), agentsBus, hypervisor, Clock.systemUTC());
  }

  private OperationRecord order(Operation operation) throws Exception {
    return finished(room.submit(operation, "it", ANN, FRESH));
  }

  private OperationRecord finished(OperationRecord record) throws Exception {
    return room.finished(record.number()).get(30, TimeUnit.SECONDS);
  }

  private static String result(OperationRecord record) {
    String result = record.result();
    assertThat(result).as("%s", record).isNotNull();
    return result;
  }

  private VmRef some(VmState state) {
    return hypervisor.list().stream()
        .filter(vm -> vm.state() == state && vm.persistent())
        .map(Vm::ref)
        .findFirst()
        .orElseThrow();
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10)).until(condition);
  }
}
