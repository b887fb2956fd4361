package dev.pilothouse.agent.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Consoles.SerialConsole;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What serial consoles do on every hypervisor, whoever stands behind the port. */
@Timeout(120)
public abstract class ConsolesContract {
  private Hypervisor hypervisor;
  private Consoles consoles;

  protected abstract Hypervisor open();

  /** The XML of a VM whose serial console prints something soon and echoes what is typed. */
  protected abstract String definition(String name);

  @BeforeEach
  void setUp() {
    hypervisor = open();
    consoles = hypervisor.consoles();
    clean();
  }

  @AfterEach
  void tearDown() {
    clean();
    hypervisor.close();
  }

  private void clean() {
    for (Vm vm : hypervisor.list()) {
      if (vm.name().startsWith("contract-")) {
        if (vm.state().active()) {
          hypervisor.forceOff(vm.ref().uuid());
        }
        hypervisor.undefine(vm.ref().uuid());
      }
    }
  }

  private UUID running(String name) {
    UUID vm = hypervisor.define(definition(name));
    hypervisor.start(vm);
    return vm;
  }

  private static void fails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.failure().code()).as(e.getMessage()).isEqualTo(code));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsTypedComesBack() {
    UUID vm = running("contract-echo");
    HeardConsole heard = new HeardConsole();
    try (SerialConsole console = consoles.open(vm, false, heard)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !heard.text().isEmpty());
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                console.send(bytes("hel-\u00e4-lo\r"));
                return heard.text().contains("hel-\u00e4-lo");
              });
    }
    assertThat(heard.ends()).isZero();
  }

  @Test
  void oneHasItAtATimeUnlessItIsTaken() {
    UUID vm = running("contract-one");
    HeardConsole first = new HeardConsole();
    HeardConsole second = new HeardConsole();
    SerialConsole console = consoles.open(vm, false, first);
    fails(ErrorCode.IN_USE, () -> consoles.open(vm, false, second));
    SerialConsole taken = consoles.open(vm, true, second);
    await().until(() -> first.ends() == 1);
    console.close();
    assertThat(second.ends()).isZero();
    taken.close();
    taken.close();
    consoles.open(vm, false, new HeardConsole()).close();
    assertThat(first.ends()).isEqualTo(1);
  }

  @Test
  void itEndsWithTheGuest() {
    UUID vm = running("contract-end");
    HeardConsole heard = new HeardConsole();
    consoles.open(vm, false, heard);
    hypervisor.forceOff(vm);
    await().until(() -> heard.ends() == 1);
    fails(ErrorCode.WRONG_STATE, () -> consoles.open(vm, false, heard));
  }

  @Test
  void thereIsNoneOfAVmThatIsNotThere() {
    fails(ErrorCode.NOT_FOUND, () -> consoles.open(UUID.randomUUID(), false, new HeardConsole()));
  }
}
