package dev.pilothouse.fleet.model;

import java.time.Instant;
import java.util.List;

/**
 * A VM in the trash of its host: no longer defined, its disks kept.
 *
 * @param by who moved it there
 * @param until then it can be restored; afterwards its host deletes it for good
 * @param bytes what its volumes take
 * @param volumes the paths of those that go with it
 */
public record TrashedVm(
    VmRef ref,
    String name,
    String by,
    Instant since,
    Instant until,
    long bytes,
    List<String> volumes) {
  public TrashedVm {
    volumes = List.copyOf(volumes);
  }
}
