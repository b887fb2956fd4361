package dev.pilothouse.agent.hypervisor.libvirt;

import dev.pilothouse.agent.hypervisor.ConfigurationContract;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.TestVm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

/** The adapter on libvirt's mock driver. */
class TestDriverConfigurationTest extends ConfigurationContract {
  @TempDir private Path folder;

  @Override
  protected Hypervisor open() {
    try {
      Path node = Files.writeString(folder.resolve("node.xml"), "<node/>");
      return LibvirtHypervisor.open("test://" + node, "test", Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected String definition(String name) {
    return TestVm.xml("test", name).replace("<vcpu>1</vcpu>", "<vcpu current=\"1\">2</vcpu>");
  }
}
