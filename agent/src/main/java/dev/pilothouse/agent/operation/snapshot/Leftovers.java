package dev.pilothouse.agent.operation.snapshot;

import dev.pilothouse.agent.hypervisor.Snapshots.DiskFile;
import dev.pilothouse.agent.hypervisor.Snapshots.NewSnapshot;
import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.operation.handler.Finding;
import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a snapshot that was broken off in the middle leaves behind. */
final class Leftovers {
  /** The fact with the files that the snapshot would make, none of which was there before. */
  static final String FILES = "files";

  private Leftovers() {}

  static List<String> files(NewSnapshot snapshot) {
    List<String> files = new ArrayList<>(snapshot.files().stream().map(DiskFile::path).toList());
    if (snapshot.memoryFile() != null) {
      files.add(snapshot.memoryFile());
    }
    return files;
  }

  /** There is no snapshot: removes its files, unless the VM has begun to write to them. */
  static Finding cleared(Work work, VmRef ref) {
    String noted = work.noted(FILES);
    if (noted == null) {
      return new Finding.NotDone();
    }
    List<String> files = List.of(noted.split("\n"));
    List<String> used = files.stream().filter(sources(work, ref)::contains).toList();
    if (!used.isEmpty()) {
      return new Finding.Settled(
          Outcome.interrupted(
              ErrorCode.HYPERVISOR_LOST,
              "The VM writes to "
                  + String.join(", ", used)
                  + " already, but libvirt lists no such snapshot.",
              "Nothing is lost; merge the file with 'virsh blockcommit' on the host."));
    }
    List<String> left = remove(work.hypervisor().storage(), files);
    return left.isEmpty()
        ? new Finding.NotDone()
        : new Finding.Settled(
            Outcome.interrupted(
                ErrorCode.HYPERVISOR_LOST,
                "No snapshot was taken, and files of it may be left: "
                    + String.join(", ", left)
                    + ".",
                "Their folder is no active pool, so look on the host and remove them there."));
  }

  private static Set<String> sources(Work work, VmRef ref) {
    Set<String> sources = new LinkedHashSet<>();
    Vm vm = work.vm(ref);
    vm.disks().forEach(disk -> sources.add(disk.source()));
    DomainXml.parse(work.hypervisor().xml(ref.uuid(), true))
        .disks()
        .forEach(disk -> sources.add(disk.source()));
    return sources;
  }

  /** Those about which nothing can be known, since libvirt looks only into pools. */
  static List<String> remove(Storage storage, List<String> files) {
    List<String> left = new ArrayList<>();
    for (String file : files) {
      String folder = file.substring(0, file.lastIndexOf('/'));
      List<Pool> pools =
          storage.pools().stream()
              .filter(pool -> pool.active() && pool.path().equals(folder))
              .toList();
      if (pools.isEmpty()) {
        left.add(file);
      } else {
        storage.refreshPool(pools.getFirst().name());
        if (storage.volume(file).isPresent()) {
          storage.deleteVolume(file);
        }
      }
    }
    return left;
  }
}
