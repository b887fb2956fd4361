package dev.pilothouse.tui.session;

import static dev.pilothouse.fleet.model.Vms.ref;

import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationFigures.Phase;
import dev.pilothouse.fleet.operation.MigrationOperation.Destination;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Operations that move VMs, at any point of their life. */
final class Migrations {
  private Migrations() {}

  static MigrationAddress address(String host) {
    return new MigrationAddress("qemu+tls://" + host + "/system", "", Transport.TLS);
  }

  static MigrateVm migrate(VmRef vm, String to, String batch) {
    MigrationOptions postCopy = new MigrationOptions(0, null, false, true, false, false, null);
    return new MigrateVm(
        vm, new Destination(to, address(to)), postCopy, null, address(vm.host()), batch);
  }

  static OperationRecord ordered(long number, VmRef vm, String name, String to, String batch) {
    return OperationRecord.submitted(
        new UUID(0, number),
        number,
        migrate(vm, to, batch),
        name,
        new Principal("ada", Role.ADMIN, "ssh 10.0.0.7"),
        Stage.NOW.minusSeconds(57),
        Stage.NOW.plusSeconds(3));
  }

  /** The migration of web01 from h1 to h2, number 42, which runs. */
  static OperationRecord running(int percent, @Nullable MigrationFigures figures) {
    return running(ordered(42, ref("h1", "web01"), "web01", "h2", ""), percent, figures);
  }

  static OperationRecord running(
      OperationRecord ordered, int percent, @Nullable MigrationFigures figures) {
    return ordered
        .become(step(OperationState.ACCEPTED), null, null)
        .become(step(OperationState.RUNNING), null, null)
        .withProgress(percent, "copying memory", figures);
  }

  static OperationRecord.Step step(OperationState state) {
    return new OperationRecord.Step(state, Stage.NOW.minusSeconds(55), "h1", "");
  }

  static MigrationFigures figures(Phase phase) {
    return new MigrationFigures(
        phase,
        100L << 20,
        100L << 20,
        1234L << 20,
        2862L << 20,
        4096L << 20,
        113L << 20,
        12L << 20,
        2,
        143,
        26_400,
        0,
        300,
        List.of(80L << 20, 95L << 20, 110L << 20, 113L << 20, 118L << 20, 109L << 20));
  }
}
