package dev.pilothouse.agent.operation.migration.plan;

import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.HostStateXml;
import dev.pilothouse.fleet.model.HostFacts;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.MigrationOperation.Destination;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.fleet.operation.MigrationPlan;
import dev.pilothouse.fleet.operation.MigrationPlan.Basis;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A VM that is to move, and both hosts, as they are at this moment.
 *
 * @param xml what runs now, or what is defined when nothing does
 * @param kept what it keeps on its host beside its disks
 * @param vmsThere all VMs of the other host
 * @param poolsThere all pools of the other host
 * @param busyPools the names of pools over there that could not be looked at
 */
public record Survey(
    Work work,
    Peer peer,
    Vm vm,
    Destination to,
    MigrationOptions options,
    DomainXml xml,
    HostStateXml kept,
    List<Snapshot> snapshots,
    HostFacts factsThere,
    List<Vm> vmsThere,
    List<DiskRoute> disks,
    List<Pool> poolsThere,
    Set<String> busyPools) {
  /**
   * @throws dev.pilothouse.fleet.operation.OperationException NOT_FOUND when the VM is not here,
   *     HOST_UNREACHABLE
   */
  public static Survey of(
      Work work, Peer peer, VmRef ref, Destination to, MigrationOptions options) {
    Vm vm = work.vm(ref);
    String text = work.hypervisor().xml(ref.uuid(), !vm.state().active());
    DomainXml xml = DomainXml.parse(text);
    HostFacts facts = peer.ask(there -> there.facts());
    List<Vm> vmsThere = peer.ask(there -> there.list());
    Routes routes = Routes.of(work, peer, xml.disks());
    return new Survey(
        work,
        peer,
        vm,
        to,
        options,
        xml,
        HostStateXml.parse(text),
        vm.persistent() ? work.hypervisor().snapshots().of(ref.uuid()).snapshots() : List.of(),
        facts,
        vmsThere,
        routes.disks(),
        routes.pools().there(),
        routes.pools().busy());
  }

  boolean active() {
    return vm.state().active();
  }

  public MigrationPlan.State state() {
    return !active()
        ? MigrationPlan.State.STOPPED
        : vm.state() == VmState.PAUSED ? MigrationPlan.State.PAUSED : MigrationPlan.State.RUNNING;
  }

  /** That would travel. */
  public long memoryBytes() {
    return active() ? vm.memoryBytes() : 0;
  }

  public long diskBytes() {
    return disks.stream().mapToLong(DiskRoute::bytes).sum();
  }

  /** Disks whose own file has to be copied. */
  public List<DiskRoute> copied() {
    return disks.stream().filter(disk -> !disk.medium() && !disk.stays()).toList();
  }

  /** What it is by now, to be compared with what a plan was made of. */
  public Basis basis() {
    return new Basis(
        state(),
        vm.maxMemoryBytes(),
        xml.disks().stream().map(disk -> disk.target() + "=" + disk.source()).toList(),
        snapshots.stream().map(Snapshot::name).toList(),
        digest(work.hypervisor().xml(vm.ref().uuid(), true)));
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
