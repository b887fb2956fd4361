package dev.pilothouse.agent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Consoles;
import dev.pilothouse.agent.hypervisor.HeardConsole;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.fleet.console.ConsoleNews.State;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ConsoleOperation.Face;
import dev.pilothouse.fleet.operation.ConsoleOperation.OpenConsole;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.StreamOffer;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All consoles of a host, on simulated guests. */
@Timeout(40)
class ConsoleServerTest {
  private final Hypervisor hypervisor =
      SimulatedHypervisor.demo("h1", 1, 3, Clock.systemUTC(), time -> {});
  private final ConsoleServer consoles = new ConsoleServer(hypervisor, true);

  @AfterEach
  void close() {
    consoles.close();
    hypervisor.close();
  }

  private UUID defined(String xml) {
    hypervisor.listen(consoles::onEvent);
    return hypervisor.define(xml);
  }

  private static String withSerial(String name) {
    return TestVm.xml("kvm", name)
        .replace("</devices>", "<serial type='pty'/></devices>")
        .replace("<devices/>", "<devices><serial type='pty'/></devices>");
  }

  private static void fails(ErrorCode code, ConsoleServer consoles, UUID vm) {
    OpenConsole order =
        new OpenConsole(new VmRef("h1", vm), Face.SERIAL, true, null, StreamOffer.NONE);
    assertThatThrownBy(() -> consoles.look(order))
        .isInstanceOfSatisfying(
            OperationException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
  }

  @Test
  void whatCanNeverBeShownIsRefused() {
    fails(ErrorCode.NOT_FOUND, consoles, UUID.randomUUID());
    fails(ErrorCode.UNSUPPORTED, consoles, defined(TestVm.xml("kvm", "bare")));
  }

  @Test
  void oneLogsInAsSoonAsTheVmRuns() {
    UUID vm = defined(withSerial("web01"));
    try (Onlooker ada = Onlooker.typing(consoles::serve, vm, "ada", Role.OPERATOR)) {
      ada.awaitState(State.VM_OFF);
      hypervisor.start(vm);
      ada.awaitText("web01 login: ");
      ada.type("root\rls\r");
      ada.awaitText("web01 login: root\r\nweb01:~# ls\r\nsh: ls: not found\r\nweb01:~# ");
      hypervisor.forceOff(vm);
      ada.awaitState(State.VM_OFF);
      hypervisor.undefine(vm);
      await().until(() -> ada.ended() != null);
    }
  }

  @Test
  void aConsoleIsHeldBeforeAnybodyComes() {
    UUID vm = defined(withSerial("web02"));
    hypervisor.start(vm);
    await()
        .until(
            () -> {
              try (Consoles.SerialConsole ours =
                  hypervisor.consoles().open(vm, false, new HeardConsole())) {
                ours.send(new byte[0]);
                return false;
              } catch (OperationException e) {
                return e.failure().code() == ErrorCode.IN_USE;
              }
            });
  }

  @Test
  void closingTellsAll() {
    UUID vm = defined(withSerial("web03"));
    hypervisor.start(vm);
    try (Onlooker ada = Onlooker.typing(consoles::serve, vm, "ada", Role.OPERATOR)) {
      ada.awaitText("login");
      consoles.close();
      await().until(() -> ada.ended() != null);
      assertThat(ada.ended()).contains("the agent is stopping");
    }
    hypervisor.consoles().open(vm, true, new HeardConsole()).close();
  }
}
