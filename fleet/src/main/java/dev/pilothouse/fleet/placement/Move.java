package dev.pilothouse.fleet.placement;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.HostTerms;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MigrationOperation.Destination;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOperation.PlanMigration;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationPlan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A VM that is to go to another host.
 *
 * @param home how it could come back; null when the host it leaves does not say
 * @param why it goes there, as a sentence
 */
public record Move(Vm vm, Destination to, @Nullable MigrationAddress home, String why) {
  /** Empty when {@code host} does not say where VMs can migrate to. */
  public static Optional<Move> of(Fleet fleet, Vm vm, String host, String why) {
    return address(fleet, host)
        .map(
            address ->
                new Move(
                    vm,
                    new Destination(host, address),
                    address(fleet, vm.host()).orElse(null),
                    why));
  }

  private static Optional<MigrationAddress> address(Fleet fleet, String host) {
    Host known = fleet.host(host);
    HostTerms terms = known == null ? null : known.facts().terms();
    return Optional.ofNullable(terms).map(HostTerms::migration);
  }

  /**
   * The order that does it.
   *
   * @param basis what a person agreed to; null for none
   * @param batch see {@link MigrateVm}
   */
  public MigrateVm operation(
      MigrationOptions options, MigrationPlan.@Nullable Basis basis, String batch) {
    return new MigrateVm(vm.ref(), to, options, basis, home, batch);
  }

  /** The order that looks how it would go. */
  public PlanMigration plan(MigrationOptions options) {
    return new PlanMigration(vm.ref(), to, options);
  }
}
