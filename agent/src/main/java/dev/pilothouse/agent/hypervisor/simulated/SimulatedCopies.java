package dev.pilothouse.agent.hypervisor.simulated;

import dev.pilothouse.agent.hypervisor.Disks.CopyTo;
import dev.pilothouse.agent.hypervisor.Disks.Job;
import dev.pilothouse.agent.xml.DisksXml;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Copies of running VMs' disks under way. A VM's copies end with its life. Not thread-safe: the
 * hypervisor's lock guards it.
 */
final class SimulatedCopies {
  private static final long BYTES_PER_SECOND = 512L << 20;
  private static final Duration AT_LEAST = Duration.ofMillis(300);

  private record Key(UUID vm, String target) {}

  private record Copy(
      String source, CopyTo to, @Nullable Instant life, Instant began, Duration takes, long all) {
    Job at(Instant now) {
      double done = (double) Duration.between(began, now).toNanos() / takes.toNanos();
      return new Job(to.path(), (long) (all * Math.min(1, done)), all);
    }
  }

  private final SimulatedStorage storage;
  private final Clock clock;
  private final Map<Key, Copy> copies = new HashMap<>();

  SimulatedCopies(SimulatedStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  void begin(SimulatedVm vm, Disk disk, CopyTo to) {
    SimulatedVm.require(find(vm, disk.target()).isEmpty(), "The disk has an active block job.");
    Volume into = volume(to.path());
    long used = storage.volume(disk.source()).map(Volume::allocationBytes).orElse(0L);
    long rate = to.bytesPerSecond() > 0 ? to.bytesPerSecond() : BYTES_PER_SECOND;
    Duration takes = Duration.ofMillis(1000 * used / rate);
    copies.put(
        new Key(vm.uuid, disk.target()),
        new Copy(
            disk.source(),
            to,
            vm.startedAt,
            clock.instant(),
            takes.compareTo(AT_LEAST) < 0 ? AT_LEAST : takes,
            Math.max(1, into.capacityBytes())));
  }

  Optional<Job> job(SimulatedVm vm, String target) {
    return find(vm, target).map(copy -> copy.at(clock.instant()));
  }

  void pivot(SimulatedVm vm, String target) {
    Copy copy = require(vm, target);
    SimulatedVm.require(copy.at(clock.instant()).ready(), "The copy is not ready for pivot yet.");
    storage.mirrored(copy.source(), copy.to().path());
    String live = vm.live;
    if (live != null) {
      vm.live = moved(live, target, copy.to());
    }
    String config = vm.config;
    if (config != null && isOn(config, target, copy.source())) {
      vm.config = moved(config, target, copy.to());
    }
    copies.remove(new Key(vm.uuid, target));
  }

  void end(SimulatedVm vm, String target) {
    require(vm, target);
    copies.remove(new Key(vm.uuid, target));
  }

  private static boolean isOn(String domain, String target, String source) {
    return DomainXml.parse(domain).disks().stream()
        .anyMatch(disk -> disk.target().equals(target) && disk.source().equals(source));
  }

  private static String moved(String domain, String target, CopyTo to) {
    return DisksXml.moved(domain, target, to.path(), to.format(), to.block())
        .map(disk -> DisksXml.with(DisksXml.without(domain, target), disk))
        .orElse(domain);
  }

  private Optional<Copy> find(SimulatedVm vm, String target) {
    return Optional.ofNullable(copies.get(new Key(vm.uuid, target)))
        .filter(copy -> vm.startedAt != null && vm.startedAt.equals(copy.life()));
  }

  private Copy require(SimulatedVm vm, String target) {
    return find(vm, target)
        .orElseThrow(
            () -> new OperationException(ErrorCode.WRONG_STATE, "The disk has no active job."));
  }

  private Volume volume(String path) {
    return storage
        .volume(path)
        .orElseThrow(
            () -> new OperationException(ErrorCode.NOT_FOUND, "There is no volume " + path + "."));
  }
}
