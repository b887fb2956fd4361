package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.FleetEvent;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.MigrationOperation;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.MigrationSummary;
import dev.pilothouse.fleet.wire.Codec;
import java.util.List;

/** VMs that leave a {@link FakeAgent}'s host for another's. */
final class FakeMigrations {
  private FakeMigrations() {}

  static FakeDomains.Outcome execute(FakeDomains domains, MigrationOperation operation) {
    Vm vm = domains.vm(operation.vm());
    return switch (operation) {
      case MigrationOperation.MigrateVm o -> {
        domains.send(o.to().host(), Vms.at(o.to().host(), vm));
        domains.remove(o.vm());
        yield new FakeDomains.Outcome(
            List.of(new FleetEvent.VmGone(o.vm())),
            new Codec()
                .write(
                    MigrationSummary.class,
                    new MigrationSummary(
                        o.vm().host(), o.to().host(), 2300, 120, vm.memoryBytes(), 0)));
      }
      case MigrationOperation.PlanMigration o ->
          new FakeDomains.Outcome(
              List.of(), new Codec().write(MigrationPlan.class, plan(vm, o.to().host())));
      case MigrationOperation.SetMigration o -> new FakeDomains.Outcome(List.of(), null);
      case MigrationOperation.StartPostCopy o -> new FakeDomains.Outcome(List.of(), null);
    };
  }

  private static MigrationPlan plan(Vm vm, String to) {
    MigrationPlan.State state =
        vm.state().active() ? MigrationPlan.State.RUNNING : MigrationPlan.State.STOPPED;
    return new MigrationPlan(
        vm.host(),
        to,
        state,
        vm.disks().stream()
            .map(
                disk ->
                    new MigrationPlan.DiskPlan(
                        disk.target(), disk.source(), MigrationPlan.Travel.SHARED, 0))
            .toList(),
        vm.memoryBytes(),
        125_000_000,
        "the speed of eth0",
        1_000_000,
        MigrationPlan.Convergence.YES,
        1000 * vm.memoryBytes() / 125_000_000,
        150,
        List.of(),
        List.of(),
        new MigrationPlan.Basis(state, vm.memoryBytes(), List.of(), List.of(), "digest"));
  }
}
