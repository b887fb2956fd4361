package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Snapshots;
import dev.pilothouse.fleet.model.Snapshot;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Snapshots of VMs that are nothing but XML and a state; they know what libvirt 9 refuses. */
public final class SimulatedSnapshots implements Snapshots {
  /** How a VM is. */
  public record Frozen(VmState state, @Nullable String live, String defined) {}

  /** The VMs that snapshots are taken of. */
  public interface Guests {
    /**
     * @throws OperationException NOT_FOUND
     */
    Frozen freeze(UUID vm);

    void thaw(UUID vm, Frozen frozen);
  }

  private record Kept(Snapshot snapshot, Frozen frozen) {}

  private final Guests guests;
  private final InstantSource clock;
  private final Map<UUID, List<Kept>> kept = new HashMap<>();

  public SimulatedSnapshots(Guests guests, InstantSource clock) {
    this.guests = guests;
    this.clock = clock;
  }

  @Override
  public synchronized Snapshot.Tree of(UUID vm) {
    guests.freeze(vm);
    return new Snapshot.Tree(list(vm).stream().map(Kept::snapshot).toList());
  }

  @Override
  public synchronized void create(UUID vm, NewSnapshot wanted) {
    Frozen frozen = guests.freeze(vm);
    List<Kept> all = list(vm);
    if (all.stream().anyMatch(each -> each.snapshot.name().equals(wanted.name()))) {
      throw new OperationException(
          ErrorCode.NAME_TAKEN, "domain snapshot " + wanted.name() + " already exists");
    }
    String parent =
        all.stream()
            .map(Kept::snapshot)
            .filter(Snapshot::current)
            .map(Snapshot::name)
            .findFirst()
            .orElse("");
    boolean memory = wanted.memory() && frozen.state.active();
    all.replaceAll(each -> new Kept(current(each.snapshot, false), each.frozen));
    all.add(
        new Kept(
            new Snapshot(
                wanted.name(),
                parent,
                wanted.description(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                memory ? "running" : wanted.external() ? "disk-snapshot" : "shutoff",
                memory,
                wanted.external(),
                true),
            frozen));
  }

  @Override
  public synchronized void revert(UUID vm, String name, boolean start) {
    guests.freeze(vm);
    Kept found = find(vm, name);
    if (found.snapshot.external()) {
      throw new OperationException(
          ErrorCode.UNSUPPORTED, "revert to external snapshot not supported yet");
    }
    boolean runs = found.snapshot.memory() || start;
    Frozen then = found.frozen;
    guests.thaw(
        vm,
        runs
            ? new Frozen(
                VmState.RUNNING, then.live == null ? then.defined : then.live, then.defined)
            : new Frozen(VmState.SHUT_OFF, null, then.defined));
    list(vm)
        .replaceAll(
            each ->
                new Kept(current(each.snapshot, each.snapshot.name().equals(name)), each.frozen));
  }

  @Override
  public synchronized void delete(UUID vm, String name, boolean children) {
    guests.freeze(vm);
    Kept found = find(vm, name);
    List<Kept> all = list(vm);
    String heir = found.snapshot.parent();
    List<String> going = new ArrayList<>(List.of(name));
    if (children) {
      // Parents stand before their children.
      for (Kept each : all) {
        if (going.contains(each.snapshot.parent())) {
          going.add(each.snapshot.name());
        }
      }
    }
    boolean wasCurrent =
        all.stream().anyMatch(e -> e.snapshot.current() && going.contains(e.snapshot.name()));
    all.removeIf(each -> going.contains(each.snapshot.name()));
    all.replaceAll(
        each -> {
          Snapshot s = each.snapshot;
          boolean orphan = s.parent().equals(name);
          Snapshot adopted = orphan ? withParent(s, heir) : s;
          boolean next = wasCurrent && s.name().equals(heir);
          return new Kept(next ? current(adopted, true) : adopted, each.frozen);
        });
  }

  /** They keep no files. */
  @Override
  public synchronized Optional<String> memoryFile(UUID vm, String name) {
    guests.freeze(vm);
    find(vm, name);
    return Optional.empty();
  }

  /** They are taken at once. */
  @Override
  public Optional<Saving> saving(UUID vm) {
    return Optional.empty();
  }

  @Override
  public void abort(UUID vm) {
    guests.freeze(vm);
    throw new OperationException(ErrorCode.WRONG_STATE, "no job is active on the domain");
  }

  @Override
  public boolean busy(UUID vm) {
    return false;
  }

  private List<Kept> list(UUID vm) {
    return kept.computeIfAbsent(vm, any -> new ArrayList<>());
  }

  private Kept find(UUID vm, String name) {
    return list(vm).stream()
        .filter(each -> each.snapshot.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new OperationException(
                    ErrorCode.NOT_FOUND, "no domain snapshot with matching name '" + name + "'"));
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

  private static Snapshot withParent(Snapshot s, String parent) {
    return new Snapshot(
        s.name(),
        parent,
        s.description(),
        s.created(),
        s.state(),
        s.memory(),
        s.external(),
        s.current());
  }
}
