package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.operation.CrashStories.Plot;
import dev.pilothouse.agent.operation.handler.Trash;
import dev.pilothouse.fleet.model.TrashedVm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.TrashOperation.PurgeVm;
import dev.pilothouse.fleet.operation.TrashOperation.RestoreVm;
import dev.pilothouse.fleet.operation.TrashOperation.TrashVm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent dies at every boundary of what fills and empties the trash: a VM is defined or in the
 * trash, never both and never neither, and its disks are there as long as either is.
 */
class TrashCrashTest {
  private static final List<String> DISKS =
      List.of("/var/lib/libvirt/images/web.qcow2", "/var/lib/libvirt/images/data.qcow2");

  private static final VmRef WEB = new VmRef(FakeHypervisor.HOST, new UUID(1, 2));
  private static final String XML = FakeMachine.xmlOf("web", WEB.uuid(), DISKS.getFirst());

  @TempDir Path temp;

  @Test
  void moveThere() throws IOException {
    List<String> told =
        new CrashStories(temp, 1)
            .dieEverywhere(
                new Plot() {
                  @Override
                  public VmRef world(FakeHypervisor hypervisor, Trash trash) {
                    makeDisks(hypervisor);
                    VmRef vm = hypervisor.add("web", VmState.SHUT_OFF);
                    String xml = FakeMachine.xmlOf("web", vm.uuid(), DISKS.getFirst());
                    hypervisor.setXml(vm, xml);
                    return vm;
                  }

                  @Override
                  public Operation operation(FakeHypervisor hypervisor, VmRef vm) {
                    return new TrashVm(vm);
                  }

                  @Override
                  public boolean goal(FakeHypervisor hypervisor, VmRef vm, Trash trash) {
                    List<String> kept = trash.find(vm.uuid()).orElseThrow().vm().volumes();
                    return !hypervisor.has(vm)
                        && kept.equals(List.of(DISKS.getFirst()))
                        && disks(hypervisor).equals(DISKS);
                  }
                });
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [undefine web]"));
  }

  @Test
  void restore() throws IOException {
    List<String> told =
        new CrashStories(temp, 2)
            .dieEverywhere(
                new Emptying() {
                  @Override
                  public Operation operation(FakeHypervisor hypervisor, VmRef vm) {
                    return new RestoreVm(vm);
                  }

                  @Override
                  public boolean goal(FakeHypervisor hypervisor, VmRef vm, Trash trash) {
                    return hypervisor.machine(vm.uuid()).autostart
                        && hypervisor.machine(vm.uuid()).xml.equals(XML)
                        && trash.all().isEmpty()
                        && disks(hypervisor).equals(DISKS);
                  }
                });
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [define web, autostart web]"));
  }

  @Test
  void purge() throws IOException {
    List<String> told =
        new CrashStories(temp, 0)
            .dieEverywhere(
                new Emptying() {
                  @Override
                  public Operation operation(FakeHypervisor hypervisor, VmRef vm) {
                    return new PurgeVm(vm);
                  }

                  @Override
                  public boolean goal(FakeHypervisor hypervisor, VmRef vm, Trash trash) {
                    return trash.all().isEmpty()
                        && !hypervisor.has(vm)
                        && disks(hypervisor).isEmpty();
                  }
                });
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED []"));
    assertThat(told).filteredOn(s -> s.startsWith("after deleteVolume")).hasSize(2);
  }

  /** A VM with two disks in the trash, which started with its host. */
  private abstract static class Emptying implements Plot {
    @Override
    public VmRef world(FakeHypervisor hypervisor, Trash trash) {
      makeDisks(hypervisor);
      Instant now = Instant.now();
      Instant until = now.plus(Duration.ofDays(7));
      trash.put(
          new Trash.Entry(new TrashedVm(WEB, "web", "ada", now, until, 1 << 20, DISKS), XML, true));
      return WEB;
    }
  }

  private static void makeDisks(FakeHypervisor hypervisor) {
    for (String path : DISKS) {
      String name = Path.of(path).getFileName().toString();
      hypervisor.storage().createVolume("default", NewVolume.thin(name, "qcow2", 1 << 30));
    }
  }

  /** Those of the disks that are there. */
  private static List<String> disks(FakeHypervisor hypervisor) {
    return DISKS.stream().filter(p -> hypervisor.storage().volume(p).isPresent()).toList();
  }
}
