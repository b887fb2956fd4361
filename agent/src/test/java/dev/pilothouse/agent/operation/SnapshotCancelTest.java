package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot;
import dev.pilothouse.fleet.operation.SnapshotOperation.CreateSnapshot.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot that libvirt cannot break off, and somebody who does not want it any more. */
class SnapshotCancelTest {
  @TempDir Path directory;

  @Test
  void memoryInsideOfTheDiskIsRemovedAtItsEnd() throws IOException {
    FakeHypervisor hypervisor = new FakeHypervisor();
    VmRef web = hypervisor.add("web", VmState.RUNNING);
    hypervisor.setXml(web, FakeMachine.xmlOf("web", web.uuid(), "/srv/web.qcow2"));
    FakeBus bus = new FakeBus();
    CountDownLatch slow = hypervisor.blockNext("create");
    OperationRunner runner =
        OperationRunner.start(
            new Journal(directory, InstantSource.system()),
            bus.line(),
            hypervisor,
            News.none(),
            InstantSource.system(),
            RunnerSettings.standard());
    try {
      Order order =
          bus.submit(
              new CreateSnapshot(web, "s1", "", Content.ALL, false, false), Duration.ofMinutes(5));
      until(() -> bus.record(order.number()).phase().equals("saving memory and disks"));
      bus.cancel(order, true);
      until(() -> bus.record(order.number()).phase().contains("it will be removed at its end"));
      slow.countDown();
      until(() -> bus.state(order).terminal());
      assertThat(bus.state(order)).isEqualTo(OperationState.CANCELLED);
      assertThat(hypervisor.effects).containsExactly("create web", "delete web");
      assertThat(hypervisor.snapshots().of(web.uuid()).snapshots()).isEmpty();
    } finally {
      slow.countDown();
      runner.close();
    }
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5)).until(condition);
  }
}
