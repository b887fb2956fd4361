package dev.pilothouse.tui.screen;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.placement.DrainProgress;
import dev.pilothouse.tui.filter.FleetFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last sorted lists, so that a key press on an unchanged fleet sorts nothing. Belongs
 * to one session; not thread-safe.
 */
public final class Listings {
  private @Nullable Query lastQuery;
  private long lastRevision = -1;
  private List<Vm> lastVms = List.of();
  private long runningRevision = -1;
  private int running;
  private List<OperationRecord> lastOperations = List.of();
  private Moves lastMoves = new Moves(Map.of());
  private @Nullable DrainProgress lastDrain;
  private long drainRevision = -1;
  private List<OperationRecord> drainOperations = List.of();
  private long hostRevision = -1;
  private List<Host> lastHosts = List.of();

  /**
   * Which VMs, in which order.
   *
   * @param host only of this host; empty: of all
   */
  public record Query(String host, FleetFilter filter, VmOrder order, boolean reverse) {}

  /** The VMs that {@code query} asks for. */
  public List<Vm> vms(Fleet fleet, Query query) {
    if (fleet.revision() != lastRevision || !query.equals(lastQuery)) {
      List<Vm> found = new ArrayList<>();
      for (Host host : fleet.hosts()) {
        if (query.host().isEmpty() || query.host().equals(host.name())) {
          for (Vm vm : fleet.vms(host.name())) {
            if (query.filter().matches(vm)) {
              found.add(vm);
            }
          }
        }
      }
      Comparator<Vm> order = query.order().comparator();
      found.sort(query.reverse() ? order.reversed() : order);
      lastVms = found;
      lastQuery = query;
      lastRevision = fleet.revision();
    }
    return lastVms;
  }

  /** How many VMs run. */
  public int running(Fleet fleet) {
    if (fleet.revision() != runningRevision) {
      running = 0;
      for (Host host : fleet.hosts()) {
        for (Vm vm : fleet.vms(host.name())) {
          running += vm.state() == VmState.RUNNING ? 1 : 0;
        }
      }
      runningRevision = fleet.revision();
    }
    return running;
  }

  /** Which VMs migrate. */
  public Moves moves(List<OperationRecord> newestFirst) {
    if (!newestFirst.equals(lastOperations)) {
      lastMoves = Moves.of(newestFirst);
      lastOperations = newestFirst;
    }
    return lastMoves;
  }

  /** How far a host is emptied. */
  public DrainProgress drain(Fleet fleet, String host, List<OperationRecord> newestFirst) {
    if (lastDrain == null
        || fleet.revision() != drainRevision
        || !lastDrain.host().equals(host)
        || !newestFirst.equals(drainOperations)) {
      lastDrain = DrainProgress.of(fleet, host, newestFirst);
      drainRevision = fleet.revision();
      drainOperations = newestFirst;
    }
    return lastDrain;
  }

  /** All hosts by name. */
  public List<Host> hosts(Fleet fleet) {
    if (fleet.revision() != hostRevision) {
      List<Host> sorted = new ArrayList<>(fleet.hosts());
      sorted.sort(Comparator.comparing(Host::name, VmOrder.NATURAL));
      lastHosts = sorted;
      hostRevision = fleet.revision();
    }
    return lastHosts;
  }
}
