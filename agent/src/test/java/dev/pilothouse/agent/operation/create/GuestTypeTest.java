package dev.pilothouse.agent.operation.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.agent.operation.handler.HostPolicy.DomainType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestTypeTest {
  @TempDir Path folder;

  private GuestType chosen(DomainType wanted, String cpuinfo) throws IOException {
    Path file = Files.writeString(folder.resolve("cpuinfo"), cpuinfo);
    try (Hypervisor host = SimulatedHypervisor.demo("h1", 1, 1, Clock.systemUTC())) {
      return GuestType.of(wanted, host, file);
    }
  }

  @Test
  void kvmWhereTheCpuCanDoIt() throws IOException {
    GuestType type = chosen(DomainType.AUTO, "flags\t\t: fpu svm sse\n");
    assertThat(type.capabilities().type()).isEqualTo("kvm");
    assertThat(type.warning()).isEmpty();
  }

  @Test
  void emulationWithAWarningWhereItCannotWhateverLibvirtSays() throws IOException {
    GuestType type = chosen(DomainType.AUTO, "flags\t\t: fpu sse\n");
    assertThat(type.capabilities().type()).isEqualTo("qemu");
    assertThat(type.warning()).contains("slowly", "vmx or svm");
  }

  @Test
  void cpusThatSayNothingOfItAreTrusted() throws IOException {
    assertThat(chosen(DomainType.AUTO, "Features : fp\n").capabilities().type()).isEqualTo("kvm");
  }

  @Test
  void theOwnersWordCounts() throws IOException {
    assertThat(chosen(DomainType.KVM, "flags : fpu\n").capabilities().type()).isEqualTo("kvm");
    assertThat(chosen(DomainType.QEMU, "flags : vmx\n").capabilities().type()).isEqualTo("qemu");
  }
}
