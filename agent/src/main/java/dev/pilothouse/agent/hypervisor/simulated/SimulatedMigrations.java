package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.Migrations;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.GraphicsXml;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** VMs that go from one simulated host to another, at the pace of the host that they leave. */
final class SimulatedMigrations implements Migrations {
  private final SimulatedHost here;
  private final Map<UUID, SimulatedMove> moves = new HashMap<>();
  private final Map<UUID, Completed> completed = new HashMap<>();

  SimulatedMigrations(SimulatedHost here) {
    this.here = here;
  }

  @Override
  public Hypervisor peer(String uri) {
    return SimulatedHypervisor.peer(here.neighbours.at(uri));
  }

  @Override
  public void migrate(UUID vm, Route route) {
    SimulatedHost to = here.neighbours.at(route.to().uri());
    requireNoSnapshots(vm);
    Optional<SimulatedMove> begun = here.with(vm, found -> begin(found, to, route));
    if (begun.isEmpty()) {
      return;
    }
    SimulatedMove move = begun.get();
    CompletableFuture<Void> over = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("simulated-migration")
        .daemon()
        .start(() -> run(vm, move, route, over));
    try {
      over.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationException(
          ErrorCode.HYPERVISOR_LOST, "The agent is stopping; the migration goes on.");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof OperationException failed
          ? failed
          : new IllegalStateException(e.getCause());
    }
  }

  private void requireNoSnapshots(UUID vm) {
    if (here.with(vm, found -> found.config != null)
        && !here.snapshots.of(vm).snapshots().isEmpty()) {
      throw new OperationException(
          new Failure(
              ErrorCode.WRONG_STATE,
              "cannot migrate domain with snapshots",
              "Delete its snapshots first, or leave it where it is."));
    }
  }

  /** Empty when nothing but a definition had to go over. */
  private Optional<SimulatedMove> begin(SimulatedVm vm, SimulatedHost to, Route route) {
    SimulatedVm.require(
        !moves.containsKey(vm.uuid), "Another task is at work on this VM; wait for it.");
    SimulatedVm before = to.vms.get(vm.uuid);
    requireRoom(vm, to, before);
    SimulatedVm arriving = SimulatedVm.arriving(vm);
    if (!vm.state.active()) {
      arriving.off("migrated");
      handOver(vm, to, arriving);
      return Optional.empty();
    }
    long diskBytes = requireDisks(vm, to, route);
    arriving.live = vm.live;
    arriving.config = before == null ? null : before.config;
    arriving.become(VmState.PAUSED, Vm.ARRIVING, here.clock.instant());
    arriving.startedAt = here.clock.instant();
    SimulatedMove move =
        new SimulatedMove(
            here, to, arriving, before, route.options(), vm.xml().memoryBytes(), diskBytes);
    to.vms.put(vm.uuid, arriving);
    moves.put(vm.uuid, move);
    to.migrations.moves.put(vm.uuid, move);
    to.tell(arriving, "started (migrated)");
    return Optional.of(move);
  }

  private static void requireRoom(
      SimulatedVm vm, SimulatedHost to, @Nullable SimulatedVm sameUuid) {
    if (sameUuid != null && (sameUuid.state.active() || !sameUuid.name.equals(vm.name))) {
      throw new OperationException(
          ErrorCode.NAME_TAKEN, "A VM with this UUID is at " + to.name + " already.");
    }
    SimulatedVm.requireFree(
        vm.name, to.vms.values().stream().filter(other -> other != sameUuid).toList());
  }

  /** What is to be copied, after a look whether all disks will be found. */
  private long requireDisks(SimulatedVm vm, SimulatedHost to, Route route) {
    long bytes = 0;
    for (Disk disk : vm.xml().disks()) {
      Optional<Volume> source = here.storage.volume(disk.source());
      boolean copied = route.copiedDisks().contains(disk.target());
      if (source.isPresent() && to.storage.volume(disk.source()).isEmpty()) {
        throw copied
            ? new OperationException(
                ErrorCode.UNSUPPORTED, "Nothing to copy " + disk.target() + " into is there.")
            : new OperationException(
                ErrorCode.REFUSED, "Could not open '" + disk.source() + "': No such file.");
      }
      bytes += copied ? source.map(Volume::allocationBytes).orElse(0L) : 0;
    }
    return bytes;
  }

  private void run(UUID vm, SimulatedMove move, Route route, CompletableFuture<Void> over) {
    try {
      while (!here.locked(() -> step(vm, move))) {
        here.pace.take(SimulatedMove.STEP);
      }
      if (!move.postCopy()) {
        here.pace.take(here.with(vm, found -> standStill(found, move)));
      }
      here.locked(() -> arrive(vm, move, route));
      over.complete(null);
    } catch (RuntimeException e) {
      synchronized (here.neighbours.lock) {
        giveUp(vm, move);
      }
      over.completeExceptionally(e);
    }
  }

  /** Whether it is time to go over. */
  private boolean step(UUID vm, SimulatedMove move) {
    SimulatedVm leaving = requireBoth(vm, move);
    return move.advance(leaving.dirtyBytesPerSecond());
  }

  private SimulatedVm requireBoth(UUID vm, SimulatedMove move) {
    if (move.aborted()) {
      throw new OperationException(ErrorCode.CANCELLED, "operation aborted: migration cancelled");
    }
    if (move.to.closed()) {
      throw new OperationException(
          ErrorCode.HOST_UNREACHABLE, move.to.name + " does not answer any more.");
    }
    SimulatedVm leaving = here.vms.get(vm);
    if (leaving == null || !leaving.state.active()) {
      throw new OperationException(ErrorCode.REFUSED, "The VM stopped while it migrated.");
    }
    if (move.to.vms.get(vm) != move.arriving || !move.arriving.state.active()) {
      throw new OperationException(ErrorCode.REFUSED, "It was stopped at its destination.");
    }
    return leaving;
  }

  private Duration standStill(SimulatedVm vm, SimulatedMove move) {
    if (vm.state == VmState.RUNNING) {
      vm.become(VmState.PAUSED, "migrating", here.clock.instant());
      here.tell(vm, "suspended (migrated)");
    }
    return move.standStill();
  }

  private boolean arrive(UUID uuid, SimulatedMove move, Route route) {
    SimulatedVm vm = requireBoth(uuid, move);
    for (Disk disk : vm.xml().disks()) {
      if (route.copiedDisks().contains(disk.target())) {
        move.to.storage.arrived(disk.source(), here.storage);
      }
    }
    SimulatedVm arrived = move.arriving;
    if (arrived.reason.equals(Vm.ARRIVING)) {
      boolean ran = vm.state == VmState.PAUSED && vm.reason.equals("migrating");
      arrived.become(
          ran ? VmState.RUNNING : vm.state, ran ? "migrated" : vm.reason, here.clock.instant());
      move.to.tell(arrived, ran ? "resumed (migrated)" : "suspended (paused)");
    } else {
      arrived.reason = "migrated";
    }
    arrived.config = vm.config;
    end(uuid, move);
    move.to.migrations.completed.put(uuid, move.completed());
    handOver(vm, move.to, arrived);
    return true;
  }

  /** From now on it is there and not here. */
  private void handOver(SimulatedVm vm, SimulatedHost to, SimulatedVm arrived) {
    boolean active = vm.state.active();
    to.vms.put(vm.uuid, arrived);
    vm.off("migrated");
    here.vms.remove(vm.uuid);
    if (active) {
      here.tell(vm, "stopped (migrated)");
    }
    if (arrived.config != null) {
      to.tell(arrived, "defined (added)");
      here.tell(vm, "undefined (removed)");
    }
  }

  private void giveUp(UUID uuid, SimulatedMove move) {
    end(uuid, move);
    SimulatedVm vm = here.vms.get(uuid);
    if (move.postCopy()) {
      move.arriving.reason = "post-copy failed";
      if (vm != null) {
        vm.reason = "post-copy failed";
      }
      return;
    }
    if (move.to.vms.get(uuid) == move.arriving) {
      move.arriving.off("failed");
      if (move.before == null) {
        move.to.vms.remove(uuid);
      } else {
        move.to.vms.put(uuid, move.before);
      }
      move.to.tell(move.arriving, "stopped (failed)");
    }
    if (vm != null && vm.state == VmState.PAUSED && vm.reason.equals("migrating")) {
      vm.become(VmState.RUNNING, "migration canceled", here.clock.instant());
      here.tell(vm, "resumed (migrated)");
    }
  }

  private void end(UUID uuid, SimulatedMove move) {
    moves.remove(uuid);
    move.to.migrations.moves.remove(uuid);
  }

  @Override
  public Optional<Job> job(UUID vm) {
    return here.with(
        vm, found -> Optional.ofNullable(moves.get(vm)).map(move -> move.job(move.to == here)));
  }

  @Override
  public Optional<Completed> completed(UUID vm) {
    return here.with(vm, found -> Optional.ofNullable(completed.get(vm)));
  }

  @Override
  public void abort(UUID vm) {
    change(
        vm,
        (leaving, move) -> {
          SimulatedVm.require(!move.postCopy(), "cannot abort migration in post-copy mode");
          move.abort();
        });
  }

  @Override
  public void limit(UUID vm, long bytesPerSecond) {
    change(vm, (leaving, move) -> move.limit(bytesPerSecond));
  }

  @Override
  public void maxDowntime(UUID vm, Duration most) {
    change(vm, (leaving, move) -> move.maxDowntime(most));
  }

  @Override
  public void startPostCopy(UUID vm) {
    change(vm, this::goPostCopy);
  }

  private void goPostCopy(SimulatedVm leaving, SimulatedMove move) {
    SimulatedVm.require(
        move.mayGoPostCopy(), "The migration was not begun with post-copy allowed.");
    SimulatedVm.require(!move.postCopy(), "It is in post-copy already.");
    move.goPostCopy();
    boolean runs = leaving.state == VmState.RUNNING;
    leaving.become(VmState.PAUSED, "post-copy", here.clock.instant());
    here.tell(leaving, "suspended (post-copy)");
    move.arriving.become(
        runs ? VmState.RUNNING : VmState.PAUSED, "post-copy", here.clock.instant());
    move.to.tell(move.arriving, "resumed (post-copy)");
  }

  private void change(UUID vm, BiConsumer<SimulatedVm, SimulatedMove> change) {
    here.act(
        vm,
        found -> {
          SimulatedMove move = moves.get(vm);
          if (move == null || move.to == here) {
            throw new OperationException(
                ErrorCode.WRONG_STATE, "The VM does not migrate from here.");
          }
          change.accept(found, move);
        });
  }

  @Override
  public Optional<Long> dirtyRate(UUID vm) {
    here.pace.take(Duration.ofSeconds(1));
    return here.with(
        vm,
        found -> {
          found.requireActive();
          return Optional.of(found.dirtyBytesPerSecond());
        });
  }

  @Override
  public String cpuProblem(String domainXml) {
    String model = DomainXml.parse(domainXml).needs().cpuModel();
    return model.isEmpty() || SimulatedFacts.CPUS_OF_GUESTS.usable().contains(model)
        ? ""
        : "This host has no CPU like " + model + ".";
  }

  @Override
  public String migratableXml(UUID vm) {
    return here.with(vm, found -> GraphicsXml.withoutPasswords(found.definition()));
  }
}
