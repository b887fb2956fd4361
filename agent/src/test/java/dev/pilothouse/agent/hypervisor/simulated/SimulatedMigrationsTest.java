package dev.pilothouse.agent.hypervisor.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.Migrations.Route;
import dev.pilothouse.agent.hypervisor.MigrationsContract;
import dev.pilothouse.agent.hypervisor.TestVm;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.MigrationOptions;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SimulatedMigrationsTest extends MigrationsContract {
  /** Twenty times as fast as it would be. */
  private static final Pace FAST = time -> LockSupport.parkNanos(time.toNanos() / 20);

  private final Neighbourhood neighbours = Neighbourhood.apart();
  private final Hypervisor h2 = host("h2", neighbours);

  private static Hypervisor host(String name, Neighbourhood neighbours) {
    return SimulatedHypervisor.demo(name, name.hashCode(), 3, Clock.systemUTC(), FAST, neighbours);
  }

  @Override
  protected void closeOther() {
    h2.close();
  }

  @Override
  protected Hypervisor open() {
    return host("h1", neighbours);
  }

  @Override
  protected MigrationAddress other() {
    return new MigrationAddress(Neighbourhood.uri("h2"), "", Transport.PLAIN);
  }

  @Override
  protected String nowhere() {
    return Neighbourhood.uri("h9");
  }

  @Override
  protected String definition(String name, String devices) {
    return TestVm.xml("kvm", name)
        .replace("</domain>", "<devices>" + devices + "</devices></domain>");
  }

  @Override
  protected void boot(Hypervisor hypervisor, UUID vm) {
    hypervisor.start(vm);
  }

  @Test
  void hosts_that_share_their_pools_copy_nothing() {
    Neighbourhood sharing = Neighbourhood.sharing();
    try (Hypervisor one = host("one", sharing);
        Hypervisor two = host("two", sharing)) {
      Vm vm = one.list().stream().filter(v -> v.state() == VmState.RUNNING).findAny().orElseThrow();
      String disk = vm.disks().getFirst().source();
      assertThat(two.storage().volume(disk)).isPresent();
      one.migrations()
          .migrate(
              vm.ref().uuid(),
              new Route(
                  new MigrationAddress(Neighbourhood.uri("two"), "", Transport.PLAIN),
                  MigrationOptions.standard(),
                  List.of(),
                  false));
      assertThat(two.find(vm.ref().uuid())).map(Vm::state).contains(VmState.RUNNING);
      assertThat(one.storage().volume(disk)).isEqualTo(two.storage().volume(disk));
    }
  }
}
