package dev.pilothouse.fleet.bus;

import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.SnapshotOperation;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot.Content;
import dev.pilothouse.fleet.wire.Codec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Snapshots of VMs that are only values: only their names are kept. */
final class FakeSnapshots {
  private final Map<UUID, List<Snapshot>> snapshots = new HashMap<>();

  @Nullable String execute(SnapshotOperation operation, Instant now) {
    List<Snapshot> of = snapshots.computeIfAbsent(operation.vm().uuid(), vm -> new ArrayList<>());
    return switch (operation) {
      case SnapshotOperation.ListSnapshots o ->
          new Codec().write(Snapshot.Tree.class, new Snapshot.Tree(of));
      case SnapshotOperation.CreateSnapshot o -> {
        String parent =
            of.stream().filter(Snapshot::current).map(Snapshot::name).findFirst().orElse("");
        of.replaceAll(s -> current(s, false));
        of.add(
            new Snapshot(
                o.name(),
                parent,
                o.description(),
                now,
                "running",
                o.content() == Content.ALL,
                o.external(),
                true));
        yield o.name();
      }
      case SnapshotOperation.RevertSnapshot o -> {
        require(of, o.name());
        of.replaceAll(s -> current(s, s.name().equals(o.name())));
        yield null;
      }
      case SnapshotOperation.DeleteSnapshot o -> {
        require(of, o.name());
        of.removeIf(s -> s.name().equals(o.name()));
        yield null;
      }
    };
  }

  private static void require(List<Snapshot> of, String name) {
    if (of.stream().noneMatch(s -> s.name().equals(name))) {
      throw new OperationException(ErrorCode.NOT_FOUND, "There is no snapshot " + name + ".");
    }
  }

  private static Snapshot current(Snapshot s, boolean current) {
    return new Snapshot(
        s.name(),
        s.parent(),
        s.description(),
        s.created(),
        s.state(),
        s.memory(),
        s.external(),
        current);
  }
}
