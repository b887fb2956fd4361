package dev.pilothouse.tui.screen.migration;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.MigrationOperation.MigrateVm;
import dev.pilothouse.fleet.operation.MigrationSummary;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.WireException;
import dev.pilothouse.tui.screen.Homes;
import dev.pilothouse.tui.screen.World;
import java.util.Locale;
import java.util.Optional;

/** What is said of migrations. */
final class MigrationWords {
  private MigrationWords() {}

  /** What it is at, in a few words. */
  static String phase(OperationRecord record) {
    MigrationFigures figures = record.figures();
    if (record.state().terminal()) {
      return record.state().name().toLowerCase(Locale.ROOT);
    }
    if (figures == null || record.state() != OperationState.RUNNING) {
      return record.phase().isEmpty() ? "waiting for its host" : record.phase();
    }
    String word =
        switch (figures.phase()) {
          case CHECKING -> "looking at both hosts";
          case COPYING_FILES -> "copying files";
          case DISKS -> "copying disks";
          case MEMORY -> "copying memory" + pass(figures);
          case SWITCHING -> "going over: the guest stands still";
          case POST_COPY -> "post-copy: it runs there, the rest of its memory follows";
          case FINISHING -> "it is there; leftovers are removed";
          case FINDING_OUT -> "finding out which host has it";
        };
    return record.cancelRequested() ? "cancelling, while " + word : word;
  }

  private static String pass(MigrationFigures figures) {
    return figures.pass() < 1 ? "" : ", pass " + figures.pass();
  }

  /** Where the VM is now, in a sentence. */
  static String whereabouts(OperationRecord record, MigrateVm migrate, World world) {
    Vm vm = Homes.find(world.fleet(), migrate.vm());
    return vm == null
        ? Homes.absence(world, migrate.vm())
        : record.targetName() + " is on " + vm.host() + " now, " + vm.state().word() + ".";
  }

  /** How it went; empty unless it went well. */
  static Optional<MigrationSummary> summary(OperationRecord record) {
    try {
      return record.result() == null
          ? Optional.empty()
          : Optional.of(new Codec().read(MigrationSummary.class, record.result()));
    } catch (WireException e) {
      return Optional.empty();
    }
  }
}
