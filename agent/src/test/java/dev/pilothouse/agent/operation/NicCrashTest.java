package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.NicsXml;
import dev.pilothouse.fleet.model.Nic;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.NicOperation;
import dev.pilothouse.fleet.operation.NicOperation.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link CrashTest}, for the network interfaces of VMs. */
class NicCrashTest {
  private static final String MAC = "52:54:00:00:00:01";
  private static final String DEFAULT = "network:default";

  @TempDir Path temp;

  @Test
  void addingIsNeverHalf() throws IOException {
    List<String> told =
        new CrashStories(temp, 2)
            .dieEverywhere(
                hypervisor -> hypervisor.add("web", VmState.RUNNING),
                (hypervisor, vm) -> new NicOperation.AddNic(vm, MAC, DEFAULT, "virtio", true),
                (hypervisor, vm) ->
                    live(hypervisor, vm).isPresent() && kept(hypervisor, vm).isPresent());
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [attach web, attach web]"));
  }

  @Test
  void removing() throws IOException {
    List<String> told =
        new CrashStories(temp, 4)
            .dieEverywhere(
                NicCrashTest::withNic,
                (hypervisor, vm) ->
                    new NicOperation.RemoveNic(
                        vm, MAC, DEFAULT, "virtio", true, Duration.ofSeconds(20)),
                (hypervisor, vm) ->
                    live(hypervisor, vm).isEmpty() && kept(hypervisor, vm).isEmpty());
    assertThat(told)
        .allMatch(s -> s.endsWith("SUCCEEDED [attach web, attach web, detach web, detach web]"));
  }

  @Test
  void theLink() throws IOException {
    List<String> told =
        new CrashStories(temp, 4)
            .dieEverywhere(
                NicCrashTest::withNic,
                (hypervisor, vm) -> new NicOperation.SetNicLink(vm, MAC, false),
                (hypervisor, vm) ->
                    live(hypervisor, vm).filter(nic -> !nic.linkUp()).isPresent()
                        && kept(hypervisor, vm).filter(nic -> !nic.linkUp()).isPresent());
    assertThat(told)
        .anyMatch(s -> s.endsWith("SUCCEEDED [attach web, attach web, setLink web, setLink web]"));
    // Broken off between the two: it says what is set and what is not.
    assertThat(told).anyMatch(s -> s.endsWith("INTERRUPTED [attach web, attach web, setLink web]"));
  }

  @Test
  void networkAndModel() throws IOException {
    List<String> told =
        new CrashStories(temp, 5)
            .dieEverywhere(
                NicCrashTest::withNic,
                (hypervisor, vm) ->
                    new NicOperation.SetNic(
                        vm, MAC, new Values(DEFAULT, "virtio"), new Values("bridge:br0", "e1000e")),
                (hypervisor, vm) ->
                    live(hypervisor, vm).orElseThrow().model().equals("virtio")
                        && live(hypervisor, vm).orElseThrow().network().equals("bridge:br0")
                        && kept(hypervisor, vm).orElseThrow().model().equals("e1000e")
                        && kept(hypervisor, vm).orElseThrow().network().equals("bridge:br0"));
    assertThat(told)
        .anyMatch(
            s ->
                s.endsWith(
                    "SUCCEEDED [attach web, attach web, setNetwork web, setNetwork web, setModel"
                        + " web]"));
  }

  private static VmRef withNic(FakeHypervisor hypervisor) {
    VmRef vm = hypervisor.add("web", VmState.RUNNING);
    for (Scope scope : Scope.values()) {
      hypervisor.nics().attach(vm.uuid(), NicsXml.of(MAC, DEFAULT, "virtio", true), scope);
    }
    return vm;
  }

  private static Optional<Nic> live(FakeHypervisor hypervisor, VmRef vm) {
    return find(hypervisor.xml(vm.uuid(), false));
  }

  private static Optional<Nic> kept(FakeHypervisor hypervisor, VmRef vm) {
    return find(hypervisor.xml(vm.uuid(), true));
  }

  private static Optional<Nic> find(String xml) {
    return DomainXml.parse(xml).nics().stream().filter(nic -> nic.mac().equals(MAC)).findFirst();
  }
}
