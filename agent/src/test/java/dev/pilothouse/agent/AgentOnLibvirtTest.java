package dev.pilothouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.libvirt.LibvirtHypervisor;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.memory.MemoryWorld;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent on libvirt's own test driver: what libvirt makes of XML, names and states. */
class AgentOnLibvirtTest {
  private static final Principal ANN = new Principal("ann", Role.ADMIN, "test");

  @TempDir Path directory;
  private final SigningKey key = SigningKey.generate();
  private final MemoryWorld world = new MemoryWorld();
  private final Bus bus = world.connect();
  private Hypervisor hypervisor;
  private Agent agent;
  private ControlRoom room;
  private VmRef vm;

  @BeforeEach
  void setUp() throws Exception {
    hypervisor = LibvirtHypervisor.open("test:///default", "test", Clock.systemUTC());
    agent =
        Agent.start(
            new AgentSettings(directory, TrustedKeys.of(key)), bus, hypervisor, Clock.systemUTC());
    room = ControlRoom.open(world.connect(), key, "m1");
    vm = hypervisor.list().getFirst().ref();
  }

  @AfterEach
  void stop() {
    agent.close();
    room.close();
    hypervisor.close();
    world.close();
  }

  @Test
  void aVmGoesThroughItsPowerStates() throws Exception {
    succeed(new Operation.PauseVm(vm));
    assertThat(now().state()).isEqualTo(VmState.PAUSED);
    succeed(new Operation.ResumeVm(vm));
    assertThat(now().state()).isEqualTo(VmState.RUNNING);
    succeed(new Operation.ShutdownVm(vm, Duration.ofSeconds(30), AfterGrace.LEAVE));
    assertThat(now().state()).isEqualTo(VmState.SHUT_OFF);
    succeed(new Operation.StartVm(vm));
    assertThat(now().state()).isEqualTo(VmState.RUNNING);
    succeed(new Operation.ForceOffVm(vm));
    assertThat(now().state()).isEqualTo(VmState.SHUT_OFF);
    succeed(new Operation.SetAutostart(vm, true));
    assertThat(now().autostart()).isTrue();
  }

  @Test
  void whatLibvirtGaveIsTheBaseOfAnEdit() throws Exception {
    String base = result(succeed(new Operation.ReadXml(vm, true)));
    String wanted = base.replaceFirst("</uuid>", "</uuid>\n  <title>edited</title>");
    succeed(new Operation.EditVm(vm, base, wanted));
    assertThat(hypervisor.xml(vm.uuid(), true)).contains("<title>edited</title>");
    assertThat(code(new Operation.EditVm(vm, base, wanted))).isEqualTo(ErrorCode.CHANGED_MEANWHILE);
  }

  @Test
  void aVmIsRenamedDeletedAndDefinedAgain() throws Exception {
    String name = now().name();
    assertThat(code(new Operation.RenameVm(vm, name, "shop"))).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(code(new Operation.DeleteVm(vm))).isEqualTo(ErrorCode.WRONG_STATE);
    succeed(new Operation.ForceOffVm(vm));
    String xml = result(succeed(new Operation.DeleteVm(vm)));
    assertThat(hypervisor.find(vm.uuid())).isEmpty();
    assertThat(result(succeed(new Operation.DefineVm(vm.host(), xml))))
        .isEqualTo(vm.uuid().toString());
    assertThat(code(new Operation.DefineVm(vm.host(), xml))).isEqualTo(ErrorCode.NAME_TAKEN);
    assertThat(code(new Operation.DefineVm(vm.host(), "<domain><name>x</name")))
        .isEqualTo(ErrorCode.BAD_INPUT);
  }

  private Vm now() {
    return hypervisor.find(vm.uuid()).orElseThrow();
  }

  private OperationRecord succeed(Operation operation) throws Exception {
    OperationRecord record = order(operation);
    assertThat(record.state()).as("%s", record).isEqualTo(OperationState.SUCCEEDED);
    return record;
  }

  private ErrorCode code(Operation operation) throws Exception {
    OperationRecord record = order(operation);
    return Objects.requireNonNull(record.failure(), record::toString).code();
  }

  private OperationRecord order(Operation operation) throws Exception {
    OperationRecord submitted = room.submit(operation, "it", ANN, Duration.ofMinutes(1));
    return room.finished(submitted.number()).get(60, TimeUnit.SECONDS);
  }

  private static String result(OperationRecord record) {
    return Objects.requireNonNull(record.result(), record::toString);
  }
}
