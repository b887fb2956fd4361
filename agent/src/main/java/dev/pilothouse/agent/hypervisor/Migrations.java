package dev.pilothouse.agent.hypervisor;

import dev.pilothouse.fleet.model.HostTerms.MigrationAddress;
import dev.pilothouse.fleet.operation.MigrationOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * VMs that move to another host. Errors and threads as for {@link Hypervisor}; of the calls that
 * look at or change a migration, NOT_FOUND when the VM is not there (any more), WRONG_STATE when it
 * does not migrate.
 */
public interface Migrations {
  /**
   * The hypervisor of another host, over a connection of its own, to be closed by whoever asked.
   *
   * @param uri as in {@link MigrationAddress#uri}
   * @throws dev.pilothouse.fleet.operation.OperationException HOST_UNREACHABLE when it does not
   *     answer within a few seconds, DENIED when it lets nobody in. From then on a lost connection
   *     is HOST_UNREACHABLE too, never HYPERVISOR_LOST, which would be about this host
   */
  Hypervisor peer(String uri);

  /**
   * Migrates an active VM, peer to peer, and returns when it is over; a stopped one moves its
   * definition only. Afterwards the VM is at the destination, persistent there if it was so here,
   * and neither defined nor active here; it does not start with its new host, for libvirt forgets
   * that. When it fails or is aborted, it goes on here, and the destination's definition is as it
   * was.
   *
   * <p>It goes on without whoever called: an agent that comes back finds it by {@link #job}.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException CANCELLED after {@link #abort},
   *     NAME_TAKEN, NO_CAPACITY, REFUSED with libvirt's words
   */
  void migrate(UUID vm, Route route);

  /**
   * How it is to be done.
   *
   * @param copiedDisks targets such as {@code vda} whose topmost file is copied into the one of the
   *     same path that is there already at the destination (VIR_MIGRATE_NON_SHARED_INC); empty when
   *     nothing is
   * @param unsafe whether libvirt is to believe that disks are shared (VIR_MIGRATE_UNSAFE)
   */
  record Route(
      MigrationAddress to, MigrationOptions options, List<String> copiedDisks, boolean unsafe) {
    public Route {
      copiedDisks = List.copyOf(copiedDisks);
    }
  }

  /**
   * The migration of a VM that is under way, from here or to here; empty when there is none.
   * virDomainGetJobStats.
   */
  Optional<Job> job(UUID vm);

  /**
   * How far it is. Unknown figures are 0, unless it is said otherwise: all of one that comes here,
   * and those of the memory while disks are copied.
   *
   * @param incoming whether it comes here
   * @param postCopy whether it runs at its destination already
   * @param memoryLeftBytes of the pass that is under way
   * @param dirtyBytesPerSecond negative when not known
   * @param pass over the memory, from 1; 0 before the first
   * @param expectedDowntimeMillis negative when not known
   */
  record Job(
      boolean incoming,
      boolean postCopy,
      long diskDoneBytes,
      long diskBytes,
      long memoryDoneBytes,
      long memoryLeftBytes,
      long memoryBytes,
      long memoryBytesPerSecond,
      long diskBytesPerSecond,
      long dirtyBytesPerSecond,
      int pass,
      long expectedDowntimeMillis) {}

  /**
   * How the last migration of a VM went that ended here, the destination; empty when libvirt does
   * not know, as after post-copy. It may be asked more than once.
   */
  Optional<Completed> completed(UUID vm);

  /**
   * @param downtimeMillis negative when not known
   * @param diskBytes 0 when libvirt does not tell at the destination, as 9.0; the last {@link Job}
   *     knew them
   */
  record Completed(long totalMillis, long downtimeMillis, long memoryBytes, long diskBytes) {}

  /**
   * Ends a migration; the VM goes on here.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException WRONG_STATE in post-copy, when there
   *     is no way back
   */
  void abort(UUID vm);

  /**
   * For the memory that is still to be sent, in post-copy too; disks keep the pace they began with,
   * which libvirt cannot change then.
   *
   * @param bytesPerSecond 0 for no limit
   */
  void limit(UUID vm, long bytesPerSecond);

  void maxDowntime(UUID vm, Duration most);

  void startPostCopy(UUID vm);

  /**
   * Measures for a second how fast a running VM changes its memory, in bytes a second; empty where
   * the hypervisor cannot.
   */
  Optional<Long> dirtyRate(UUID vm);

  /**
   * Why the CPU that a domain asks for cannot be had here, by virConnectCompareHypervisorCPU; empty
   * when it can, or when the domain asks for none.
   *
   * @param domainXml from {@link #migratableXml}
   */
  String cpuProblem(String domainXml);

  /** What the VM is at its destination (VIR_DOMAIN_XML_MIGRATABLE), without secrets. */
  String migratableXml(UUID vm);
}
