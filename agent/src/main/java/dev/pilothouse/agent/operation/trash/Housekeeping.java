package dev.pilothouse.agent.operation.trash;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.operation.handler.Trash;
import dev.pilothouse.agent.xml.DomainCopyXml;
import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.agent.xml.MetadataXml;
import dev.pilothouse.fleet.model.Vm;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is due without anybody's order: VMs whose time in the trash is over, and seeds that a first
 * boot has read.
 */
public final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  /** A guest that was shut down in order has booted, and cloud-init has read its seed. */
  private static final String SHUT_DOWN = "shutdown";

  private static final String SEED = "-seed.iso";

  private final Hypervisor hypervisor;
  private final Trash trash;
  private final InstantSource clock;

  public Housekeeping(Hypervisor hypervisor, Trash trash, InstantSource clock) {
    this.hypervisor = hypervisor;
    this.trash = trash;
    this.clock = clock;
  }

  /** What is due now, by VM; each task looks again whether it still is. */
  public Map<UUID, Runnable> due() {
    Map<UUID, Runnable> due = new LinkedHashMap<>();
    for (Trash.Entry entry : trash.all()) {
      if (over(entry)) {
        due.put(entry.vm().ref().uuid(), () -> purge(entry.vm().ref().uuid()));
      }
    }
    for (Vm vm : hypervisor.list()) {
      if (mayHaveReadItsSeed(vm)) {
        due.put(vm.ref().uuid(), () -> removeSeed(vm.ref().uuid()));
      }
    }
    return due;
  }

  private boolean over(Trash.Entry entry) {
    return clock.instant().isAfter(entry.vm().until());
  }

  private void purge(UUID vm) {
    trash
        .find(vm)
        .filter(this::over)
        .ifPresent(entry -> LOG.info("the trash: {}: {}", vm, Purge.of(hypervisor, trash, entry)));
  }

  private static boolean mayHaveReadItsSeed(Vm vm) {
    return !vm.state().active()
        && vm.reason().equals(SHUT_DOWN)
        && vm.disks().stream().anyMatch(disk -> disk.source().endsWith(SEED));
  }

  private void removeSeed(UUID uuid) {
    if (hypervisor.find(uuid).filter(Housekeeping::mayHaveReadItsSeed).isEmpty()) {
      return;
    }
    String xml = hypervisor.secureXml(uuid);
    MetadataXml metadata = DomainXml.parse(xml).metadata();
    String seed = metadata.seed();
    if (metadata.seedGoes() && !seed.isEmpty()) {
      hypervisor.redefine(uuid, DomainCopyXml.without(xml, seed));
      if (Uses.of(hypervisor, seed, uuid).isEmpty()
          && hypervisor.storage().volume(seed).isPresent()) {
        hypervisor.storage().deleteVolume(seed);
      }
      LOG.info("the seed of {} has done its work and is removed", uuid);
    }
  }
}
