package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.image.ImageFacts;
import dev.pilothouse.agent.image.ImageSettings;
import dev.pilothouse.agent.image.ImageStore;
import dev.pilothouse.agent.image.Qcow2Bytes;
import dev.pilothouse.fleet.bus.AgentLine;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.MakeImage;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent dies at every boundary in turn, and a new run takes over: the operation is not lost,
 * has its effect at most once, and its record says what is true of the VM.
 */
class CrashTest {
  private static final Duration GENEROUS = Duration.ofSeconds(30);
  private static final Duration FRESH = Duration.ofMinutes(5);

  /** Odd and not a multiple of three, so that it meets all of a story's boundaries. */
  private static final int SECOND_DEATHS = 7;

  @TempDir Path temp;

  /** What a story is about, once its operation is over. */
  private record Ending(OperationState state, List<String> effects, boolean goalHolds) {}

  @Test
  void start() throws IOException {
    List<String> told =
        dieEverywhere(
            hypervisor -> hypervisor.add("web", VmState.SHUT_OFF),
            (hypervisor, vm) -> new Operation.StartVm(vm),
            (hypervisor, vm) -> hypervisor.state(vm) == VmState.RUNNING);
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [start web]"));
  }

  @Test
  void shutdown() throws IOException {
    List<String> told =
        dieEverywhere(
            hypervisor -> hypervisor.add("web", VmState.RUNNING),
            (hypervisor, vm) ->
                new Operation.ShutdownVm(vm, Duration.ofMillis(300), AfterGrace.LEAVE),
            (hypervisor, vm) -> hypervisor.state(vm) == VmState.SHUT_OFF);
    assertThat(told).anyMatch(s -> s.endsWith("SUCCEEDED [shutdown web]"));
    // Died between the journal's word and the button: nobody can tell, so it is not pressed again.
    assertThat(told).anyMatch(s -> s.endsWith("INTERRUPTED []"));
  }

  @Test
  void forceOff() throws IOException {
    List<String> told =
        dieEverywhere(
            hypervisor -> hypervisor.add("web", VmState.RUNNING),
            (hypervisor, vm) -> new Operation.ForceOffVm(vm),
            (hypervisor, vm) -> hypervisor.state(vm) == VmState.SHUT_OFF);
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [forceOff web]"));
  }

  @Test
  void reset() throws IOException {
    List<String> told =
        dieEverywhere(
            hypervisor -> hypervisor.add("web", VmState.RUNNING),
            (hypervisor, vm) -> new Operation.ResetVm(vm),
            (hypervisor, vm) -> hypervisor.effects.contains("reset web"));
    assertThat(told).anyMatch(s -> s.endsWith("INTERRUPTED []"));
    assertThat(told).anyMatch(s -> s.endsWith("INTERRUPTED [reset web]"));
  }

  @Test
  void define() throws IOException {
    List<String> told =
        dieEverywhere(
            hypervisor -> new VmRef(FakeHypervisor.HOST, new UUID(0, 0)),
            (hypervisor, vm) ->
                new Operation.DefineVm(
                    FakeHypervisor.HOST, "<domain type='qemu'><name>web</name></domain>"),
            (hypervisor, vm) -> hypervisor.names().equals(List.of("web")));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [define web]"));
  }

  @Test
  void delete() throws IOException {
    List<String> told =
        dieEverywhere(
            hypervisor -> hypervisor.add("web", VmState.SHUT_OFF),
            (hypervisor, vm) -> new Operation.DeleteVm(vm),
            (hypervisor, vm) -> !hypervisor.has(vm));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [undefine web]"));
  }

  @Test
  void rename() throws IOException {
    List<String> told =
        dieEverywhere(
            hypervisor -> hypervisor.add("web", VmState.SHUT_OFF),
            (hypervisor, vm) -> new Operation.RenameVm(vm, "web", "shop"),
            (hypervisor, vm) -> hypervisor.names().equals(List.of("shop")));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [rename web]"));
  }

  @Test
  void addImage() throws IOException {
    Path file = Files.write(temp.resolve("d.qcow2"), Qcow2Bytes.whole().all());
    List<String> told =
        dieEverywhere(
            hypervisor -> new VmRef(FakeHypervisor.HOST, new UUID(0, 0)),
            (hypervisor, vm) ->
                new ImageOperation.AddImage(
                    FakeHypervisor.HOST,
                    "d",
                    new ImageOperation.Source.FromFile(file.toString(), null),
                    "",
                    "",
                    false),
            (hypervisor, vm) -> images(hypervisor).equals("d: d.json d.X.qcow2"));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED []"));
  }

  @Test
  void makeImage() throws IOException {
    List<String> told =
        dieEverywhere(
            hypervisor -> hypervisor.add("web", VmState.SHUT_OFF),
            (hypervisor, vm) -> new MakeImage(vm, "d", null, null, false),
            (hypervisor, vm) -> images(hypervisor).equals("d: d.json d.X.qcow2"));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED []"));
  }

  @Test
  void removeImage() throws IOException {
    List<String> told =
        dieEverywhere(
            hypervisor -> {
              ImageStore store = new ImageStore(hypervisor.storage(), ImageSettings.standard());
              store.ready();
              store.make("d.1.raw", 512);
              store.write(
                  new ImageFacts(
                      "d",
                      "d.1.raw",
                      Image.Kind.DISK,
                      "",
                      "",
                      "raw",
                      512,
                      "00",
                      "test",
                      null,
                      "",
                      Instant.EPOCH,
                      "ada",
                      new UUID(0, 1)));
              return new VmRef(FakeHypervisor.HOST, new UUID(0, 0));
            },
            (hypervisor, vm) -> new ImageOperation.RemoveImage(FakeHypervisor.HOST, "d"),
            (hypervisor, vm) -> images(hypervisor).equals(": "));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED []"));
  }

  /** The images there are, and all volumes of their pool. */
  private static String images(FakeHypervisor hypervisor) {
    List<Pool> pools = hypervisor.storage().pools();
    String names =
        new ImageStore(hypervisor.storage(), ImageSettings.standard())
            .images(FakeHypervisor.HOST, pools).stream()
                .map(Image::name)
                .collect(Collectors.joining(" "));
    String volumes =
        pools.stream()
            .filter(pool -> pool.name().equals("images"))
            .flatMap(pool -> pool.volumes().stream())
            .map(volume -> volume.name().replaceAll("\\.[0-9a-f]{8}\\.", ".X."))
            .sorted(Comparator.reverseOrder())
            .collect(Collectors.joining(" "));
    return names + ": " + volumes;
  }

  /** Every boundary, until a story ends without reaching the one to die at. */
  private List<String> dieEverywhere(
      Function<FakeHypervisor, VmRef> world,
      BiFunction<FakeHypervisor, VmRef, Operation> operation,
      BiFunction<FakeHypervisor, VmRef, Boolean> goal)
      throws IOException {
    List<String> told = new ArrayList<>();
    boolean died = true;
    for (int fatal = 1; died; fatal++) {
      FakeHypervisor hypervisor = new FakeHypervisor();
      VmRef vm = world.apply(hypervisor);
      FakeBus bus = new FakeBus();
      Order order = bus.submit(operation.apply(hypervisor, vm), FRESH);
      Mortality mortality = new Mortality(fatal);
      Path state = temp.resolve("state-" + fatal);

      run(mortality, state, bus, hypervisor, order);
      died = mortality.dead();
      if (died) {
        // The second run dies too, somewhere in its recovery; the third may live.
        Mortality second = new Mortality(1 + fatal % SECOND_DEATHS);
        run(second, state, bus, hypervisor, order);
        if (second.dead()) {
          run(new Mortality(0), state, bus, hypervisor, order);
        }
      }

      Ending ending =
          new Ending(bus.state(order), List.copyOf(hypervisor.effects), goal.apply(hypervisor, vm));
      String story = mortality.where() + ": " + ending.state + " " + ending.effects;
      assertThat(ending.state.terminal()).as(story).isTrue();
      assertThat(ending.effects).as(story).hasSizeLessThanOrEqualTo(1);
      switch (ending.state) {
        case SUCCEEDED -> assertThat(ending.goalHolds).as(story).isTrue();
        case INTERRUPTED -> assertThat(bus.record(order.number()).failure()).isNotNull();
        case FAILED, CANCELLED, EXPIRED, SUBMITTED, ACCEPTED, RUNNING ->
            throw new AssertionError(story);
      }
      told.add(story);
    }
    assertThat(told).as("boundaries").hasSizeGreaterThan(10);
    return told;
  }

  /** One life of an agent: until the operation is over and acknowledged, or death. */
  private static void run(
      Mortality mortality, Path state, FakeBus bus, FakeHypervisor hypervisor, Order order)
      throws IOException {
    Journal journal = mortality.journal(state);
    OperationRunner runner;
    try {
      runner =
          OperationRunner.start(
              journal,
              mortality.wrap(AgentLine.class, bus.line()),
              mortality.wrap(Hypervisor.class, hypervisor),
              vm -> {},
              InstantSource.system(),
              RunnerSettings.standard());
    } catch (Mortality.Death diedWhileStarting) {
      journal.close();
      return;
    }
    try {
      await()
          .dontCatchUncaughtExceptions()
          .atMost(GENEROUS)
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> mortality.dead() || (bus.state(order).terminal() && bus.unacknowledged() == 0));
    } finally {
      runner.close();
    }
  }
}
