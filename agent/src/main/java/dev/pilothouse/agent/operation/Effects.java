package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.fleet.operation.ConsoleOperation;
import dev.pilothouse.fleet.operation.CreationOperation;
import dev.pilothouse.fleet.operation.DiskOperation;
import dev.pilothouse.fleet.operation.HostOperation;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.MakeImage;
import dev.pilothouse.fleet.operation.MigrationOperation;
import dev.pilothouse.fleet.operation.NetworkOperation;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.ReachOperation;
import dev.pilothouse.fleet.operation.SnapshotOperation;
import dev.pilothouse.fleet.operation.StorageOperation;
import dev.pilothouse.fleet.operation.TrashOperation;
import java.util.UUID;

/** What each operation may have changed, told before its end is. */
record Effects(News news) {
  void tell(Operation operation, Outcome outcome) {
    switch (operation) {
      case Operation.DefineVm d -> {
        if (outcome.state() == OperationState.SUCCEEDED && outcome.result() != null) {
          news.vm(UUID.fromString(outcome.result()));
        }
      }
      case Operation.ReadXml r -> {}
      case SnapshotOperation.ListSnapshots r -> {}
      case CreationOperation.PreviewVm p -> {}
      case CreationOperation c -> {
        if (outcome.state() == OperationState.SUCCEEDED && outcome.result() != null) {
          news.vm(UUID.fromString(outcome.result()));
        }
        news.stock();
      }
      case TrashOperation t -> {
        news.vm(t.vm().uuid());
        news.stock();
      }
      case DiskOperation d -> {
        news.vm(d.vm().uuid());
        news.stock();
      }
      case MakeImage m -> {
        news.vm(m.vm().uuid());
        news.stock();
      }
      case MigrationOperation.PlanMigration p -> {}
      case ConsoleOperation c -> {}
      case ReachOperation r -> {}
      case MigrationOperation.MigrateVm m -> {
        news.vm(m.vm().uuid());
        news.stock();
      }
      case Operation.OnVm on -> news.vm(on.vm().uuid());
      case HostOperation h -> news.host();
      case NetworkOperation n -> news.stock();
      case StorageOperation s -> news.stock();
      case ImageOperation i -> news.stock();
    }
  }
}
