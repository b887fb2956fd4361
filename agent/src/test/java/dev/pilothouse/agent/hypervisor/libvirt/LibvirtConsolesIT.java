package dev.pilothouse.agent.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Consoles.SerialConsole;
import dev.pilothouse.agent.hypervisor.ConsolesContract;
import dev.pilothouse.agent.hypervisor.HeardConsole;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract on a real libvirtd with real guests, and libvirt's sharp edges. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtConsolesIT extends ConsolesContract {
  private Lab lab;
  private LabHost host;

  @BeforeAll
  void openLab() {
    lab = Lab.open();
    host = lab.host("h1");
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  @Override
  protected Hypervisor open() {
    return LibvirtHypervisor.open(host.uri(), "test", Clock.systemUTC());
  }

  @Override
  protected String definition(String name) {
    Guest guest = Guest.tiny(name).withAppend("lab.tick");
    return guest.xml().replace("<uuid>" + guest.uuid() + "</uuid>", TestVm.HEAD);
  }

  @Test
  void aVmWithoutSerialSaysWhatToAdd() {
    try (Hypervisor hypervisor = open()) {
      UUID vm =
          hypervisor.define(definition("contract-none").replaceAll("(?s)<serial.*</console>", ""));
      hypervisor.start(vm);
      assertThatThrownBy(() -> hypervisor.consoles().open(vm, false, new HeardConsole()))
          .isInstanceOfSatisfying(
              OperationException.class,
              e -> {
                assertThat(e.failure().code()).isEqualTo(ErrorCode.UNSUPPORTED);
                assertThat(e.failure().hint()).contains("<serial type='pty'/>");
              });
    }
  }

  @Test
  void aGuestThatTakesNothingEndsItsOwnConsoleOnly() {
    try (Hypervisor hypervisor = open()) {
      UUID deaf = hypervisor.define(definition("contract-deaf"));
      UUID other = hypervisor.define(definition("contract-other"));
      hypervisor.start(deaf);
      hypervisor.start(other);
      HeardConsole heardDeaf = new HeardConsole();
      HeardConsole heardOther = new HeardConsole();
      SerialConsole console = hypervisor.consoles().open(deaf, false, heardDeaf);
      try (SerialConsole lively = hypervisor.consoles().open(other, false, heardOther)) {
        hypervisor.pause(deaf);
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    console.send(new byte[4096]);
                  }
                })
            .isInstanceOfSatisfying(
                OperationException.class,
                e -> assertThat(e.failure().code()).isEqualTo(ErrorCode.GUEST_SILENT));
        await().until(() -> heardDeaf.ends() == 1);
        String before = heardOther.text();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> heardOther.text().length() > before.length());
        assertThat(heardOther.ends()).isZero();
        lively.send(new byte[] {'\r'});
        hypervisor.resume(deaf);
        await()
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptions()
            .untilAsserted(
                () -> hypervisor.consoles().open(deaf, false, new HeardConsole()).close());
      }
    }
  }

  @Test
  void libvirtsDeathEndsAll() {
    try (Hypervisor hypervisor = open()) {
      UUID vm = hypervisor.define(definition("contract-death"));
      hypervisor.start(vm);
      HeardConsole heard = new HeardConsole();
      SerialConsole console = hypervisor.consoles().open(vm, false, heard);
      await().atMost(Duration.ofSeconds(60)).until(() -> heard.text().contains("tick"));
      host.killLibvirtd();
      await().atMost(Duration.ofSeconds(10)).until(() -> heard.ends() == 1);
      assertThatThrownBy(() -> console.send(new byte[1])).isInstanceOf(OperationException.class);
      console.close();
      host.startLibvirtd();
      HeardConsole again = new HeardConsole();
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(() -> hypervisor.consoles().open(vm, false, again));
      await().atMost(Duration.ofSeconds(10)).until(() -> again.text().contains("tick"));
      assertThat(heard.ends()).isEqualTo(1);
    }
  }
}
