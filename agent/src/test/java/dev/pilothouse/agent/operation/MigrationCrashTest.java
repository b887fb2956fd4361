package dev.pilothouse.agent.operation;

import static dev.pilothouse.agent.operation.TwoHosts.FOLDER;
import static dev.pilothouse.agent.operation.TwoHosts.MIB;
import static dev.pilothouse.agent.operation.TwoHosts.disk;
import static dev.pilothouse.agent.operation.TwoHosts.migrate;
import static dev.pilothouse.agent.operation.TwoHosts.there;
import static dev.pilothouse.agent.operation.TwoHosts.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.hypervisor.simulated.Neighbourhood;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration told again and again, the agent dying at another boundary each time, then once more
 * in its recovery. One host has the VM in the end, whatever the order's record says.
 */
class MigrationCrashTest {
  private static final int SECOND_DEATHS = 7;

  @TempDir Path temp;

  @Test
  void aRunningVmIsOnOneHostWhereverTheAgentDies() throws IOException {
    dieEverywhere(true);
  }

  @Test
  void aStoppedVmIsOnOneHostWhereverTheAgentDies() throws IOException {
    dieEverywhere(false);
  }

  private void dieEverywhere(boolean runs) throws IOException {
    Map<OperationState, Integer> endings = new EnumMap<>(OperationState.class);
    List<String> boundaries = new ArrayList<>();
    boolean died = true;
    for (int fatal = 1; died; fatal++) {
      Path state = temp.resolve("state-" + fatal);
      try (TwoHosts hosts = new TwoHosts(state, Neighbourhood.apart())) {
        volume(hosts.here, NewVolume.thin("base.qcow2", "qcow2", 64 * MIB), (byte) 1);
        volume(
            hosts.here,
            NewVolume.overlay("web.qcow2", 64 * MIB, FOLDER + "base.qcow2", "qcow2"),
            (byte) 3);
        VmRef vm = hosts.vm("web", disk("vda", "web.qcow2"));
        if (runs) {
          hosts.here.start(vm.uuid());
        }
        hosts.here.setAutostart(vm.uuid(), true);
        Order order = hosts.submit(migrate(vm));

        Mortality first = new Mortality(fatal);
        new Life(first, state, hosts.bus, hosts.here).live(order);
        died = first.dead();
        if (died) {
          Mortality second = new Mortality(1 + fatal % SECOND_DEATHS);
          new Life(second, state, hosts.bus, hosts.here).live(order);
          if (second.dead()) {
            new Life(new Mortality(0), state, hosts.bus, hosts.here).live(order);
          }
        }
        boundaries.add(first.where());
        endings.merge(hosts.bus.state(order), 1, Integer::sum);
        judge(hosts, vm, order, fatal + ", " + first.where(), runs);
      }
    }
    assertThat(boundaries).hasSizeGreaterThan(60);
    assertThat(endings.get(OperationState.SUCCEEDED)).as("%s", endings).isGreaterThan(50);
  }

  private static void judge(TwoHosts hosts, VmRef vm, Order order, String story, boolean runs) {
    List<Vm> copies = new ArrayList<>();
    hosts.here.find(vm.uuid()).ifPresent(copies::add);
    hosts.there.find(vm.uuid()).ifPresent(copies::add);
    story = story + ": " + hosts.bus.record(order.number()).history().getLast() + copies;
    assertThat(copies).as(story).hasSize(1);
    assertThat(copies.getFirst().state().active()).as(story).isEqualTo(runs);
    assertThat(copies.getFirst().autostart()).as(story).isTrue();
    hosts.noProbes();
    boolean moved = hosts.there.find(vm.uuid()).isPresent();
    switch (hosts.bus.state(order)) {
      case SUCCEEDED -> assertThat(moved).as(story).isTrue();
      case INTERRUPTED, SUBMITTED, ACCEPTED, RUNNING, FAILED, CANCELLED, EXPIRED ->
          throw new AssertionError(story);
    }
    assertThat(there(hosts.here, "web.qcow2")).as(story).isFalse();
    assertThat(hosts.there.storage().download(FOLDER + "web.qcow2", 0, 10))
        .as(story)
        .startsWith((byte) 3);
  }
}
