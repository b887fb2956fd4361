package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.fleet.model.VirtualNetwork;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.NetworkOperation;
import dev.pilothouse.fleet.operation.NetworkOperation.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link CrashTest}, for virtual networks: none is half made, none half gone. */
class NetworkCrashTest {
  private static final String HOST = FakeHypervisor.HOST;

  @TempDir Path temp;

  @Test
  void creating() throws IOException {
    List<String> told =
        // Three beginnings at most, for there are two deaths.
        new CrashStories(temp, 9)
            .dieEverywhere(
                NetworkCrashTest::world,
                (hypervisor, vm) ->
                    new NetworkOperation.CreateNetwork(
                        HOST, "lab", Mode.NAT, null, "10.9.0.1/24", null, true),
                (hypervisor, vm) ->
                    lab(hypervisor).filter(VirtualNetwork::active).isPresent()
                        && lab(hypervisor).filter(VirtualNetwork::autostart).isPresent());
    assertThat(told).allMatch(s -> s.contains("SUCCEEDED"));
    assertThat(told).anyMatch(s -> s.endsWith("[define lab, setAutostart lab, start lab]"));
    // What a death left half made is taken back first.
    assertThat(told)
        .anyMatch(s -> s.endsWith("undefine lab, define lab, setAutostart lab, start lab]"));
  }

  @Test
  void starting() throws IOException {
    List<String> told =
        new CrashStories(temp, 2)
            .dieEverywhere(
                NetworkCrashTest::withLab,
                (hypervisor, vm) -> new NetworkOperation.StartNetwork(HOST, "lab"),
                (hypervisor, vm) -> lab(hypervisor).filter(VirtualNetwork::active).isPresent());
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [define lab, start lab]"));
  }

  @Test
  void stopping() throws IOException {
    List<String> told =
        new CrashStories(temp, 3)
            .dieEverywhere(
                NetworkCrashTest::withRunningLab,
                (hypervisor, vm) -> new NetworkOperation.StopNetwork(HOST, "lab"),
                (hypervisor, vm) -> lab(hypervisor).filter(net -> !net.active()).isPresent());
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [define lab, start lab, stop lab]"));
  }

  @Test
  void deleting() throws IOException {
    List<String> told =
        new CrashStories(temp, 2)
            .dieEverywhere(
                NetworkCrashTest::withLab,
                (hypervisor, vm) -> new NetworkOperation.DeleteNetwork(HOST, "lab"),
                (hypervisor, vm) -> lab(hypervisor).isEmpty());
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [define lab, undefine lab]"));
  }

  @Test
  void deletingOneThatRuns() throws IOException {
    List<String> told =
        new CrashStories(temp, 4)
            .dieEverywhere(
                NetworkCrashTest::withRunningLab,
                (hypervisor, vm) -> new NetworkOperation.DeleteNetwork(HOST, "lab", true),
                (hypervisor, vm) -> lab(hypervisor).isEmpty());
    assertThat(told)
        .allMatch(s -> s.endsWith("SUCCEEDED [define lab, start lab, stop lab, undefine lab]"));
  }

  @Test
  void autostart() throws IOException {
    List<String> told =
        new CrashStories(temp, 2)
            .dieEverywhere(
                NetworkCrashTest::withLab,
                (hypervisor, vm) -> new NetworkOperation.SetNetworkAutostart(HOST, "lab", true),
                (hypervisor, vm) -> lab(hypervisor).filter(VirtualNetwork::autostart).isPresent());
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [define lab, setAutostart lab]"));
  }

  private static VmRef world(FakeHypervisor hypervisor) {
    return hypervisor.add("web", VmState.SHUT_OFF);
  }

  private static VmRef withLab(FakeHypervisor hypervisor) {
    hypervisor
        .networks()
        .define(
            "<network><name>lab</name><uuid>0d7b1f0c-31c3-4e0f-8a3f-3c8a0c1c4f12</uuid></network>");
    return world(hypervisor);
  }

  private static VmRef withRunningLab(FakeHypervisor hypervisor) {
    VmRef vm = withLab(hypervisor);
    hypervisor.networks().start("lab");
    return vm;
  }

  private static Optional<VirtualNetwork> lab(FakeHypervisor hypervisor) {
    return hypervisor.networks().all().stream()
        .filter(network -> network.name().equals("lab"))
        .findFirst();
  }
}
