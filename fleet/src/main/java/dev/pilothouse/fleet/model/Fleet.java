package dev.pilothouse.fleet.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Everything known about all hosts and VMs, immutable. {@link #apply} shares all that did not
 * change, so one VM's change costs microseconds however large the fleet is.
 */
public final class Fleet {
  private static final Fleet EMPTY =
      new Fleet(HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), 0, 0);

  private final PMap<String, Host> hosts;
  private final PMap<String, PMap<UUID, Vm>> vms;
  private final PMap<String, Inventory> inventories;
  private final int vmCount;
  private final long revision;

  private Fleet(
      PMap<String, Host> hosts,
      PMap<String, PMap<UUID, Vm>> vms,
      PMap<String, Inventory> inventories,
      int vmCount,
      long revision) {
    this.hosts = hosts;
    this.vms = vms;
    this.inventories = inventories;
    this.vmCount = vmCount;
    this.revision = revision;
  }

  public static Fleet empty() {
    return EMPTY;
  }

  /** Grows with every event; equal revisions of one feed mean an equal fleet. */
  public long revision() {
    return revision;
  }

  public Collection<Host> hosts() {
    return hosts.values();
  }

  public @Nullable Host host(String name) {
    return hosts.get(name);
  }

  /** How many VMs there are; what arrives on a host is counted where it still is. */
  public int vmCount() {
    return vmCount;
  }

  /**
   * The VMs of one host, in no order, those that arrive among them; empty for a host that is not
   * known.
   */
  public Collection<Vm> vms(String host) {
    return vmsOf(host).values();
  }

  /** The same without those that arrive, which are none of its own yet. */
  public List<Vm> residents(String host) {
    return vms(host).stream().filter(vm -> !vm.arriving()).toList();
  }

  /**
   * The VM with that UUID, where it is now. While it migrates two hosts show it: the one where it
   * arrives does not own it. Of two that both say that they have it, the one owns it where it runs,
   * else where it is active, and of these the one that answers. Empty when no host has it.
   */
  public Optional<Vm> owner(UUID uuid) {
    return hosts.keySet().stream()
        .map(host -> vmsOf(host).get(uuid))
        .filter(Objects::nonNull)
        .filter(vm -> !vm.arriving())
        .max(
            Comparator.comparing((Vm vm) -> runs(vm.state()))
                .thenComparing(vm -> vm.state().active())
                .thenComparing(vm -> answers(vm.host()))
                .thenComparing(Vm::host, Comparator.reverseOrder()));
  }

  /** Whether the VM is where it is shown, rather than on another host that owns it. */
  public boolean owns(VmRef ref) {
    return owner(ref.uuid()).filter(vm -> vm.ref().equals(ref)).isPresent();
  }

  private static boolean runs(VmState state) {
    return state == VmState.RUNNING || state == VmState.BLOCKED;
  }

  private boolean answers(String host) {
    Host known = hosts.get(host);
    return known != null && known.presence() == Presence.ONLINE;
  }

  public @Nullable Vm vm(VmRef ref) {
    return vmsOf(ref.host()).get(ref.uuid());
  }

  /** What a host has beside its VMs; empty for a host that is not known or did not say yet. */
  public Inventory inventory(String host) {
    Inventory of = inventories.get(host);
    return of == null ? Inventory.EMPTY : of;
  }

  /** The fleet after {@code event}. */
  public Fleet apply(FleetEvent event) {
    return switch (event) {
      case FleetEvent.HostReported e ->
          new Fleet(
              hosts.plus(
                  e.host(),
                  new Host(
                      e.host(),
                      e.facts(),
                      e.facts().libvirtReachable() ? Presence.ONLINE : Presence.OFFLINE,
                      e.at())),
              vms,
              inventories,
              vmCount,
              revision + 1);
      case FleetEvent.PresenceChanged e -> presence(e);
      case FleetEvent.VmsListed e -> {
        Map<UUID, Vm> listed = new HashMap<>();
        for (Vm vm : e.vms()) {
          listed.put(vm.ref().uuid(), vm);
        }
        yield withVms(
            e.host(),
            HashTreePMap.from(listed),
            listed.values().stream().mapToInt(Fleet::counted).sum() - residents(e.host()).size());
      }
      case FleetEvent.VmChanged e -> {
        Vm before = vm(e.vm().ref());
        UUID uuid = e.vm().ref().uuid();
        Vm now = LastKnown.of(e.vm(), before == null ? owner(uuid).orElse(null) : before);
        yield withVms(e.host(), vmsOf(e.host()).plus(uuid, now), counted(now) - counted(before));
      }
      case FleetEvent.VmGone e ->
          withVms(e.host(), vmsOf(e.host()).minus(e.ref().uuid()), -counted(vm(e.ref())));
      case FleetEvent.CpuSampled e -> {
        PMap<UUID, Vm> now = vmsOf(e.host());
        for (Map.Entry<UUID, Double> sample : e.percent().entrySet()) {
          Vm vm = now.get(sample.getKey());
          if (vm != null) {
            now = now.plus(sample.getKey(), vm.withCpuPercent(sample.getValue()));
          }
        }
        yield withVms(e.host(), now, 0);
      }
      case FleetEvent.InventoryReported e ->
          new Fleet(hosts, vms, inventories.plus(e.host(), e.inventory()), vmCount, revision + 1);
      case FleetEvent.HostForgotten e ->
          new Fleet(
              hosts.minus(e.host()),
              vms.minus(e.host()),
              inventories.minus(e.host()),
              vmCount - residents(e.host()).size(),
              revision + 1);
    };
  }

  private Fleet presence(FleetEvent.PresenceChanged e) {
    Host host = hosts.get(e.host());
    if (host == null || host.presence() == e.presence()) {
      return this;
    }
    Host marked = new Host(host.name(), host.facts(), e.presence(), host.lastHeard());
    return new Fleet(hosts.plus(e.host(), marked), vms, inventories, vmCount, revision + 1);
  }

  private PMap<UUID, Vm> vmsOf(String host) {
    PMap<UUID, Vm> of = vms.get(host);
    return of == null ? HashTreePMap.empty() : of;
  }

  private static int counted(@Nullable Vm vm) {
    return vm == null || vm.arriving() ? 0 : 1;
  }

  private Fleet withVms(String host, PMap<UUID, Vm> now, int more) {
    return new Fleet(hosts, vms.plus(host, now), inventories, vmCount + more, revision + 1);
  }
}
