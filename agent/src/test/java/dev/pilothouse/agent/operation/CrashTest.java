package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.image.ImageFacts;
import dev.pilothouse.agent.image.ImageSettings;
import dev.pilothouse.agent.image.ImageStore;
import dev.pilothouse.agent.image.Qcow2Bytes;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.CreationOperation;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.MakeImage;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.fleet.operation.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
  private static final String IMAGES = "/var/lib/libvirt/images/";

  @TempDir Path temp;

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
  void create() throws IOException {
    List<String> told =
        dieEverywhere(
            hypervisor -> new VmRef(FakeHypervisor.HOST, new UUID(0, 0)),
            (hypervisor, vm) -> new CreationOperation.CreateVm(FakeHypervisor.HOST, spec(false)),
            (hypervisor, vm) -> whole(hypervisor));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [define web]"));
  }

  @Test
  void createAndStart() throws IOException {
    List<String> told =
        dieEverywhere(
            2,
            hypervisor -> new VmRef(FakeHypervisor.HOST, new UUID(0, 0)),
            (hypervisor, vm) -> new CreationOperation.CreateVm(FakeHypervisor.HOST, spec(true)),
            (hypervisor, vm) -> whole(hypervisor));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [define web, start web]"));
  }

  @Test
  void cloneVm() throws IOException {
    List<String> told =
        dieEverywhere(
            hypervisor -> {
              NewVolume disk = NewVolume.thin("web.qcow2", "qcow2", 1 << 30);
              hypervisor.storage().createVolume("default", disk);
              VmRef vm = hypervisor.add("web", VmState.SHUT_OFF);
              hypervisor.setXml(vm, FakeMachine.xmlOf("web", vm.uuid(), IMAGES + "web.qcow2"));
              return vm;
            },
            (hypervisor, vm) -> new CreationOperation.CloneVm(vm, "shop", ""),
            (hypervisor, vm) ->
                hypervisor.names().equals(List.of("web", "shop"))
                    && volumes(hypervisor)
                        .equals(
                            List.of("debian-12.qcow2", "rescue.iso", "web.qcow2", "shop.qcow2")));
    assertThat(told).allMatch(s -> s.endsWith("SUCCEEDED [define shop]"));
  }

  private static VmSpec spec(boolean start) {
    return new VmSpec(
        "web",
        1,
        1L << 28,
        new VmSpec.RootDisk.OfImage(IMAGES + "debian-12.qcow2", 0, false),
        "default",
        "",
        "debian12",
        VmSpec.Firmware.AUTO,
        new VmSpec.CloudInit("ada", List.of(), "", "", null, ""),
        false,
        start);
  }

  /** One VM, its disk and its seed beside the image and the medium, and nothing else. */
  private static boolean whole(FakeHypervisor hypervisor) {
    return hypervisor.names().equals(List.of("web"))
        && volumes(hypervisor)
            .equals(List.of("debian-12.qcow2", "rescue.iso", "web.qcow2", "web-seed.iso"));
  }

  private static List<String> volumes(FakeHypervisor hypervisor) {
    return hypervisor.storage().pools().stream()
        .flatMap(pool -> pool.volumes().stream())
        .map(Volume::name)
        .toList();
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
            hypervisor -> {
              VmRef vm = hypervisor.add("web", VmState.SHUT_OFF);
              hypervisor.setXml(
                  vm, FakeMachine.xmlOf("web", vm.uuid(), IMAGES + "debian-12.qcow2"));
              return vm;
            },
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

  private List<String> dieEverywhere(
      Function<FakeHypervisor, VmRef> world,
      BiFunction<FakeHypervisor, VmRef, Operation> operation,
      BiFunction<FakeHypervisor, VmRef, Boolean> goal)
      throws IOException {
    return dieEverywhere(1, world, operation, goal);
  }

  private List<String> dieEverywhere(
      int effects,
      Function<FakeHypervisor, VmRef> world,
      BiFunction<FakeHypervisor, VmRef, Operation> operation,
      BiFunction<FakeHypervisor, VmRef, Boolean> goal)
      throws IOException {
    return new CrashStories(temp, effects).dieEverywhere(world, operation, goal);
  }
}
