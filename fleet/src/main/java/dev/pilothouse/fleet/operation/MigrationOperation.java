package dev.pilothouse.fleet.operation;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.VmRef;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** On a VM that moves, or is to move, to another host. The agent of the host it leaves does it. */
public sealed interface MigrationOperation extends Operation.OnVm {
  /**
   * The host that a VM moves to.
   *
   * @param address as that host's agent said it
   */
  record Destination(String host, MigrationAddress address) {}

  /**
   * virDomainMigrateToURI3, peer to peer, with everything before and after it. Its result is a
   * {@link MigrationSummary} as JSON.
   *
   * @param home the address of the host it leaves, for the way back; null when that says none
   * @param basis what the plan was made of; when it is otherwise by now nothing is done. Null to
   *     take it as it is
   * @param batch what it is part of, such as the number of a host's maintenance; empty for nothing
   */
  record MigrateVm(
      VmRef vm,
      Destination to,
      MigrationOptions options,
      MigrationPlan.@Nullable Basis basis,
      @Nullable MigrationAddress home,
      String batch)
      implements MigrationOperation {
    @Override
    public Verb verb() {
      return Verb.MIGRATE;
    }

    @Override
    public String sentence(String name) {
      StringBuilder said =
          new StringBuilder("Migrate " + name + " from " + vm.host() + " to " + to.host());
      if (options.bytesPerSecond() > 0) {
        said.append(", at most ")
            .append(ByteAmount.exact(options.bytesPerSecond()))
            .append(" a second");
      }
      if (options.maxDowntime() != null) {
        said.append(", standing still for at most ")
            .append(options.maxDowntime().toMillis())
            .append(" ms");
      }
      return said.append(".").toString();
    }

    @Override
    public Inverse inverse() {
      return home == null
          ? new Inverse.None(vm.host() + " does not say where VMs can migrate to it")
          : new Inverse.By(
              new MigrateVm(
                  new VmRef(to.host(), vm.uuid()),
                  new Destination(vm.host(), home),
                  options,
                  null,
                  to.address(),
                  ""));
    }
  }

  /** Looks whether and how it would go. Its result is a {@link MigrationPlan} as JSON. */
  record PlanMigration(VmRef vm, Destination to, MigrationOptions options)
      implements MigrationOperation {
    @Override
    public Verb verb() {
      return Verb.MIGRATE_PLAN;
    }

    @Override
    public String sentence(String name) {
      return "Plan how " + name + " would migrate to " + to.host() + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("it only reads");
    }
  }

  /**
   * virDomainMigrateSetMaxSpeed and virDomainMigrateSetMaxDowntime while it runs.
   *
   * @param bytesPerSecond 0 for no limit; negative to leave it as it is
   * @param maxDowntime null to leave it as it is
   */
  record SetMigration(VmRef vm, long bytesPerSecond, @Nullable Duration maxDowntime)
      implements MigrationOperation {
    @Override
    public Verb verb() {
      return Verb.MIGRATION_SET;
    }

    @Override
    public String sentence(String name) {
      String speed =
          bytesPerSecond < 0
              ? ""
              : bytesPerSecond == 0
                  ? "no limit of bandwidth"
                  : "at most " + ByteAmount.exact(bytesPerSecond) + " a second";
      String downtime =
          maxDowntime == null ? "" : "standing still for at most " + maxDowntime.toMillis() + " ms";
      String and = speed.isEmpty() || downtime.isEmpty() ? "" : ", ";
      return "Let the migration of " + name + " go on with " + speed + and + downtime + ".";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("set it to something else instead");
    }

    /** It must not wait for the migration that it changes. */
    @Override
    public Optional<Lane> lane() {
      return Optional.empty();
    }
  }

  /** virDomainMigrateStartPostCopy. */
  record StartPostCopy(VmRef vm) implements MigrationOperation {
    @Override
    public Verb verb() {
      return Verb.MIGRATION_POST_COPY;
    }

    @Override
    public String sentence(String name) {
      return "Let "
          + name
          + " run at its destination now and bring the rest of its memory after it; from then on"
          + " the migration cannot be cancelled, and a broken line stops the guest.";
    }

    @Override
    public Inverse inverse() {
      return new Inverse.None("the guest's memory is in two places from then on");
    }

    /** It must not wait for the migration that it changes. */
    @Override
    public Optional<Lane> lane() {
      return Optional.empty();
    }
  }
}
