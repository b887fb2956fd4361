package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.fleet.model.TrashedVm;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What this host keeps of VMs that were moved to the trash. Thread-safe. */
public interface Trash {
  /**
   * One VM.
   *
   * @param xml its persistent definition with its secrets; it never leaves the host
   */
  record Entry(TrashedVm vm, String xml, boolean autostart) {}

  List<Entry> all();

  Optional<Entry> find(UUID vm);

  /** Keeps it; on the disk on return. */
  void put(Entry entry);

  /** Keeps it no more; also when it is not there. */
  void remove(UUID vm);
}
