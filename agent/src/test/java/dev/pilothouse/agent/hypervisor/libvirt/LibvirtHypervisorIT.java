package dev.pilothouse.agent.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorContract;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on a real libvirtd with real guests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtHypervisorIT extends HypervisorContract {
  private final Map<String, Guest> guests = new ConcurrentHashMap<>();
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
    Guest guest = Guest.tiny(name).withMemory(128);
    guests.put(name, guest);
    String uuid = "<uuid>" + guest.uuid() + "</uuid>";
    assertThat(guest.xml()).contains(uuid);
    return guest.xml().replace(uuid, TestVm.HEAD);
  }

  @Override
  protected Set<Gap> gaps() {
    return EnumSet.of(Gap.LONG_NAMES);
  }

  @Override
  protected void awaitBoot(Vm vm) {
    Guest guest = Objects.requireNonNull(guests.get(vm.name()));
    await().atMost(Duration.ofMinutes(3)).until(() -> host.serial(guest).contains("LAB-READY"));
  }
}
