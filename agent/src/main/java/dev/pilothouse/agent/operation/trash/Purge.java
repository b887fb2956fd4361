package dev.pilothouse.agent.operation.trash;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.operation.handler.Trash;
import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Deletes volumes of the trash that nobody needs. */
final class Purge {
  private Purge() {}

  /**
   * Deletes the volumes, then the entry.
   *
   * @return what was done, for people
   * @throws OperationException when a volume cannot be deleted; then the entry stays
   */
  static String of(Hypervisor hypervisor, Trash trash, Trash.Entry entry) {
    UUID uuid = entry.vm().ref().uuid();
    List<String> kept = new ArrayList<>();
    if (hypervisor.find(uuid).isPresent()) {
      // Somebody defined it again by hand: its disks are in use.
      kept.addAll(entry.vm().volumes());
    } else {
      for (String path : entry.vm().volumes()) {
        List<String> users = Uses.of(hypervisor, path, uuid);
        if (users.isEmpty()) {
          delete(hypervisor, path);
        } else {
          kept.add(path + " (used by " + String.join(", ", users) + ")");
        }
      }
    }
    trash.remove(uuid);
    return kept.isEmpty()
        ? "deleted for good; " + ByteAmount.of(entry.vm().bytes()) + " freed"
        : "out of the trash; kept because of their use: " + String.join(", ", kept);
  }

  private static void delete(Hypervisor hypervisor, String path) {
    try {
      hypervisor.storage().deleteVolume(path);
    } catch (OperationException e) {
      if (e.failure().code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
    }
  }
}
