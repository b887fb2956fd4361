package dev.pilothouse.agent.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.fleet.model.IpAddress;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a guest with an agent tells about itself. */
class GuestProbeIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @Test
  void a_guest_agent_names_system_and_addresses() {
    Guest guest =
        Guest.agent("talker")
            .withDevices(
                "<interface type='user'><mac address='52:54:00:00:00:07'/>"
                    + "<model type='virtio'/></interface>");
    List<HypervisorEvent> events = new CopyOnWriteArrayList<>();
    try (Lab lab = Lab.open();
        LabHost host = lab.host("h1");
        Hypervisor hypervisor = LibvirtHypervisor.open(host.uri(), "test", Clock.systemUTC())) {
      hypervisor.listen(events::add);
      host.define(guest);
      assertThat(look(hypervisor, guest).os().evidence()).isEqualTo("not running");
      host.virsh("start", guest.name());
      assertThat(look(hypervisor, guest).os().known()).isFalse();

      await().atMost(LIMIT).until(() -> look(hypervisor, guest).os().known());
      assertThat(look(hypervisor, guest).os().evidence()).isEqualTo("agent");
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(look(hypervisor, guest).nics().getFirst().addresses())
                      .anyMatch(
                          ip ->
                              ip.source() == IpAddress.Source.AGENT
                                  && ip.address().startsWith("10.0.2.")));
      assertThat(events).contains(new HypervisorEvent.VmChanged(guest.uuid(), "talker", ""));

      String os = look(hypervisor, guest).os().name();
      hypervisor.forceOff(guest.uuid());
      Vm off = look(hypervisor, guest);
      assertThat(off.os().name()).as("remembered").isEqualTo(os);
      assertThat(off.nics().getFirst().addresses()).isEmpty();
    }
  }

  private static Vm look(Hypervisor hypervisor, Guest guest) {
    return hypervisor.find(guest.uuid()).orElseThrow();
  }
}
