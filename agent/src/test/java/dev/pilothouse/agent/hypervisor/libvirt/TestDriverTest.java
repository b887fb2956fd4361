package dev.pilothouse.agent.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorContract;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.fleet.model.VmState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter on libvirt's mock driver: everything of libvirt.so but a daemon and QEMU. */
class TestDriverTest extends HypervisorContract {
  private static final String NODE =
      """
      <node>
        <domain type="test">
          <name>there-before</name>
          <uuid>00000000-0000-4000-8000-000000000001</uuid>
          <memory unit="MiB">64</memory>
          <os><type>hvm</type></os>
        </domain>
      </node>
      """;

  @TempDir private Path folder;

  @Override
  protected Hypervisor open() {
    try {
      Path node = Files.writeString(folder.resolve("node.xml"), NODE);
      return LibvirtHypervisor.open("test://" + node, "1.2.3", Clock.systemUTC());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  protected String definition(String name) {
    return TestVm.xml("test", name);
  }

  @Override
  protected Set<Gap> gaps() {
    return EnumSet.of(Gap.CPU_TIMES, Gap.REBOOT_EVENT);
  }

  @Test
  void a_domain_of_the_node_file_runs() {
    try (Hypervisor node = open()) {
      assertThat(node.list())
          .singleElement()
          .satisfies(
              vm -> {
                assertThat(vm.name()).isEqualTo("there-before");
                assertThat(vm.state()).isEqualTo(VmState.RUNNING);
                assertThat(vm.os().evidence()).isEqualTo("no guest agent channel");
              });
      assertThat(node.facts().agentVersion()).isEqualTo("1.2.3");
    }
  }
}
