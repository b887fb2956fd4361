package dev.pilothouse.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VmNicTest {
  private static final Nic A = nic("52:54:00:00:00:01", "virtio");
  private static final Nic B = nic("52:54:00:00:00:02", "virtio");

  private static Nic nic(String mac, String model) {
    return new Nic(mac, model, "network:default", List.of(), "", true);
  }

  @Test
  void aStoppedVmHasThoseOfItsDefinition() {
    assertThat(VmNic.of(Vms.vm("h1", "web").nics(A, B).build()))
        .containsExactly(new VmNic(1, null, A), new VmNic(2, null, B));
  }

  @Test
  void aRunningOneHasTwoLists() {
    Nic later = nic(A.mac(), "e1000e");
    Nic added = nic("52:54:00:00:00:03", "virtio");
    Vm vm =
        Vms.vm("h1", "web")
            .running(Instant.EPOCH)
            .nics(A, B)
            .defined(List.of(added, later))
            .build();
    List<VmNic> all = VmNic.of(vm);
    assertThat(all)
        .containsExactly(new VmNic(1, A, later), new VmNic(2, B, null), new VmNic(3, null, added));
    assertThat(all.stream().map(nic -> nic.pending(true)))
        .containsExactly("next start: e1000e", "until the next stop", "from the next start");
  }

  @Test
  void anAgentThatSaysNothingOfTheDefinitionIsTakenToSayTheSame() {
    Vm vm = Vms.vm("h1", "web").running(Instant.EPOCH).nics(A).build();
    assertThat(VmNic.of(vm)).containsExactly(new VmNic(1, A, A));
    assertThat(VmNic.of(vm).getFirst().pending(true)).isEmpty();
  }
}
