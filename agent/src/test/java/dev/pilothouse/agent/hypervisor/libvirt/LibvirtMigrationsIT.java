package dev.pilothouse.agent.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.HypervisorEvent;
import dev.pilothouse.agent.hypervisor.Migrations.Route;
import dev.pilothouse.agent.hypervisor.MigrationsContract;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The contract on two real libvirtds, with guests that boot and go over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibvirtMigrationsIT extends MigrationsContract {
  private Lab lab;
  private LabHost h1;
  private LabHost h2;
  private Guest guest = Guest.tiny("not made yet");

  @BeforeAll
  void openLab() {
    lab = Lab.open();
    h1 = lab.host("h1");
    h2 = lab.host("h2");
    for (LabHost host : List.of(h1, h2)) {
      host.virsh("pool-define-as", "default", "dir", "--target", "/var/lib/libvirt/images");
      host.virsh("pool-start", "default");
    }
  }

  @AfterAll
  void closeLab() {
    lab.close();
  }

  @Override
  protected Hypervisor open() {
    return LibvirtHypervisor.open(h1.uri(), "test", Clock.systemUTC());
  }

  /** A socket that both this process and the other host's libvirtd see. */
  @Override
  protected MigrationAddress other() {
    return new MigrationAddress(h2.uri(), "tcp://h2", Transport.PLAIN);
  }

  @Override
  protected String nowhere() {
    return "qemu+unix:///system?socket=" + lab.directory().resolve("nobody");
  }

  @Override
  protected String definition(String name, String devices) {
    guest = Guest.tiny(name).withAppend("lab.tick").withDevices(devices);
    return guest.xml().replace("</uuid>", "</uuid>" + TestVm.HEAD);
  }

  @Override
  protected void boot(Hypervisor hypervisor, UUID vm) {
    hypervisor.start(vm);
    await().atMost(Duration.ofMinutes(3)).until(() -> h1.serial(guest).contains("LAB-READY"));
  }

  @Test
  void memory_goes_through_the_tunnel_of_libvirtd() {
    UUID vm = booted("tunnel");
    MigrationAddress tunnel = new MigrationAddress(h2.uri(), "", Transport.TUNNEL);
    migrations.migrate(vm, new Route(tunnel, MigrationOptions.standard(), List.of(), false));
    assertOnlyThere(vm, VmState.RUNNING);
  }

  @Test
  void the_other_libvirtd_dies() {
    UUID vm = booted("survivor");
    var migration = begin(vm, route(SLOW));
    awaitJob(here, vm, job -> job.memoryDoneBytes() > 0);
    h2.killLibvirtd();
    try {
      endsWith(migration, ErrorCode.HOST_UNREACHABLE);
      fails(ErrorCode.HOST_UNREACHABLE, () -> there.list());
      fails(ErrorCode.HOST_UNREACHABLE, () -> there.storage().pools());
      fails(ErrorCode.HOST_UNREACHABLE, () -> migrations.peer(h2.uri()));
    } finally {
      h2.startLibvirtd();
      there.close();
      there = migrations.peer(h2.uri());
    }
    await().atMost(LIMIT).untilAsserted(() -> assertOnlyHere(vm, VmState.RUNNING));
  }

  @Test
  void this_libvirtd_dies() {
    UUID vm = booted("orphan");
    var migration = begin(vm, route(SLOW));
    awaitJob(here, vm, job -> job.memoryDoneBytes() > 0);
    h1.killLibvirtd();
    endsWith(migration, ErrorCode.HYPERVISOR_LOST);
    h1.startLibvirtd();
    await()
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(OperationException.class)
        .untilAsserted(() -> assertOnlyHere(vm, VmState.RUNNING));
  }

  /** TEST-NET-1 (RFC 5737): no route, or packets that nobody answers. */
  @Test
  @Timeout(60)
  void an_address_may_swallow_what_is_sent_to_it() {
    fails(ErrorCode.HOST_UNREACHABLE, () -> migrations.peer("qemu+tcp://192.0.2.1/system"));
  }

  @Test
  void the_other_host_hears_of_it() {
    Queue<HypervisorEvent> heard = new ConcurrentLinkedQueue<>();
    try (Hypervisor watcher = LibvirtHypervisor.open(h2.uri(), "test", Clock.systemUTC())) {
      watcher.listen(heard::add);
      UUID vm = booted("watched");
      var migration = begin(vm, route(SLOW));
      awaitJob(here, vm, job -> job.pass() > 0);
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> assertThat(watcher.list()).anyMatch(v -> v.arriving() && !v.persistent()));
      migrations.limit(vm, 0);
      ends(migration);
      for (String what : List.of("started (migrated)", "resumed (migrated)")) {
        await()
            .atMost(LIMIT)
            .until(() -> heard.contains(new HypervisorEvent.VmChanged(vm, "watched", what)));
      }
      // By now nothing of what was known before is left.
      assertThat(watcher.list())
          .filteredOn(v -> v.ref().uuid().equals(vm))
          .singleElement()
          .matches(v -> v.state() == VmState.RUNNING && v.persistent() && !v.arriving());
    }
  }
}
