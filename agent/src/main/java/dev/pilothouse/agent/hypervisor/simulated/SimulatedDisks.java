package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Disks;
import dev.pilothouse.agent.xml.DisksXml;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Disks in the XML of simulated VMs. Guests let go of them a moment after they are asked. */
final class SimulatedDisks implements Disks {
  static final Duration LETS_GO_AFTER = Duration.ofMillis(300);

  private final SimulatedStorage storage;
  private final SimulatedCopies copies;
  private final Clock clock;
  private final Plans plans;
  private final BiConsumer<UUID, Consumer<SimulatedVm>> act;
  private final BiConsumer<SimulatedVm, String> tell;

  /**
   * @param act does something to a VM under the hypervisor's lock
   * @param tell tells the listener what happened to a VM
   */
  SimulatedDisks(
      SimulatedStorage storage,
      Clock clock,
      Plans plans,
      BiConsumer<UUID, Consumer<SimulatedVm>> act,
      BiConsumer<SimulatedVm, String> tell) {
    this.storage = storage;
    this.copies = new SimulatedCopies(storage, clock);
    this.clock = clock;
    this.plans = plans;
    this.act = act;
    this.tell = tell;
  }

  @Override
  public void attach(UUID vm, String xml, Scope scope) {
    String target = DomainXml.parse(alone(xml)).disks().getFirst().target();
    act.accept(
        vm,
        found -> {
          requireFits(found, scope);
          if (scope != Scope.DEFINITION) {
            requireFree(text(found.live), target);
          }
          if (scope != Scope.LIVE) {
            requireFree(text(found.config), target);
            found.config = DisksXml.with(text(found.config), xml);
          }
          if (scope != Scope.DEFINITION) {
            found.live = DisksXml.with(text(found.live), xml);
            tell.accept(found, "device added (" + target + ")");
          }
        });
  }

  @Override
  public void detach(UUID vm, String target, Scope scope) {
    act.accept(
        vm,
        found -> {
          requireFits(found, scope);
          require(disk(text(scope == Scope.LIVE ? found.live : found.config), target));
          if (scope == Scope.LIVE) {
            plans.add(clock.instant().plus(LETS_GO_AFTER), vm, guest -> letGo(guest, target));
          } else {
            found.config = DisksXml.without(text(found.config), target);
          }
        });
  }

  private void letGo(SimulatedVm guest, String target) {
    guest.live = DisksXml.without(text(guest.live), target);
    tell.accept(guest, "device removed (" + target + ")");
  }

  @Override
  public void grow(UUID vm, String target, long bytes) {
    storage.growVolume(source(vm, target), bytes);
  }

  @Override
  public long bytes(UUID vm, String target) {
    String source = source(vm, target);
    return storage
        .volume(source)
        .orElseThrow(() -> new OperationException(ErrorCode.NOT_FOUND, "No volume " + source))
        .capacityBytes();
  }

  @Override
  public void redefine(UUID vm, String xml) {
    String target = DomainXml.parse(alone(xml)).disks().getFirst().target();
    act.accept(
        vm,
        found -> {
          requireFits(found, Scope.DEFINITION);
          require(disk(text(found.config), target));
          found.config = DisksXml.with(DisksXml.without(text(found.config), target), xml);
        });
  }

  @Override
  public void copy(UUID vm, String target, CopyTo to) {
    act.accept(
        vm,
        found -> {
          found.requireActive();
          copies.begin(found, require(disk(text(found.live), target)), to);
        });
  }

  @Override
  public Optional<Job> job(UUID vm, String target) {
    List<Job> jobs = new ArrayList<>();
    act.accept(
        vm,
        found -> {
          found.requireActive();
          copies.job(found, target).ifPresent(jobs::add);
        });
    return jobs.stream().findFirst();
  }

  @Override
  public void pivot(UUID vm, String target) {
    act.accept(
        vm,
        found -> {
          found.requireActive();
          copies.pivot(found, target);
          tell.accept(found, "disk moved (" + target + ")");
        });
  }

  @Override
  public void abortJob(UUID vm, String target) {
    act.accept(
        vm,
        found -> {
          found.requireActive();
          copies.end(found, target);
        });
  }

  private String source(UUID vm, String target) {
    String[] source = new String[1];
    act.accept(
        vm,
        found -> {
          found.requireActive();
          source[0] = require(disk(text(found.live), target)).source();
        });
    return String.valueOf(source[0]);
  }

  private static void requireFits(SimulatedVm vm, Scope scope) {
    if (scope != Scope.DEFINITION) {
      vm.requireActive();
    }
    SimulatedVm.require(
        scope == Scope.LIVE || vm.config != null, "A transient VM has no definition to change.");
    SimulatedVm.require(
        scope == Scope.DEFINITION || vm.state != VmState.CRASHED, "The guest has crashed.");
  }

  private static void requireFree(String domain, String target) {
    if (disk(domain, target).isPresent()) {
      throw new OperationException(ErrorCode.NAME_TAKEN, "The target " + target + " is taken.");
    }
  }

  private static Optional<Disk> disk(String domain, String target) {
    return DomainXml.parse(domain).disks().stream()
        .filter(disk -> disk.target().equals(target))
        .findFirst();
  }

  private static Disk require(Optional<Disk> disk) {
    return disk.orElseThrow(
        () -> new OperationException(ErrorCode.NOT_FOUND, "The VM has no such disk."));
  }

  private static String alone(String disk) {
    return DisksXml.with("<domain/>", disk);
  }

  private static String text(@Nullable String definition) {
    if (definition == null) {
      throw new IllegalStateException("the scope was checked before");
    }
    return definition;
  }
}
