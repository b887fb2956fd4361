package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.libvirt.LibvirtHypervisor;
import dev.pilothouse.agent.image.ImageSettings;
import dev.pilothouse.agent.image.ImageStore;
import dev.pilothouse.agent.operation.handler.HostPolicy;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.ImageOperation.AddImage;
import dev.pilothouse.fleet.operation.ImageOperation.RemoveImage;
import dev.pilothouse.fleet.operation.ImageOperation.Source;
import dev.pilothouse.fleet.operation.MakeImage;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.fleet.stream.StreamDial;
import dev.pilothouse.fleet.stream.StreamDoor;
import dev.pilothouse.fleet.stream.StreamKey;
import dev.pilothouse.fleet.stream.StreamLink;
import dev.pilothouse.fleet.stream.StreamSettings;
import dev.pilothouse.lab.Guest;
import dev.pilothouse.lab.Lab;
import dev.pilothouse.lab.LabHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Images on a real libvirtd, with real files, while the agent dies at every boundary in turn. The
 * judges are virsh and ls.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageCrashIT {
  private static final String FOLDER = "/var/lib/libvirt/images";
  private static final ImageSettings SETTINGS =
      new ImageSettings("images", FOLDER + "/golden", 1L << 40);
  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final Duration GENEROUS = Duration.ofMinutes(2);

  @TempDir Path temp;
  private Lab lab;
  private LabHost host;
  private Hypervisor hypervisor;
  private final StreamKey key = StreamKey.generate();
  private int runs;

  @BeforeAll
  void open() {
    lab = Lab.open();
    host = lab.host("h1");
    hypervisor = LibvirtHypervisor.open(host.uri(), "test", Clock.systemUTC());
    host.exec(List.of("mkdir", "-p", FOLDER));
    host.exec(List.of("qemu-img", "create", "-q", "-f", "qcow2", FOLDER + "/disk.qcow2", "8M"));
    host.virsh("pool-define-as", "default", "dir", "--target", FOLDER);
    host.virsh("pool-start", "default");
  }

  @AfterAll
  void close() {
    hypervisor.close();
    lab.close();
  }

  /** Outside of the host's namespaces: what the agent of this test can read. */
  private String file() {
    Path file = temp.resolve("d.qcow2");
    run(List.of("qemu-img", "create", "-q", "-f", "qcow2", file.toString(), "16M"));
    return file.toString();
  }

  private static void run(List<String> words) {
    try {
      assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anImageIsAddedUsedAndDeletedWhileTheAgentDies() throws Exception {
    String file = file();
    int stories = 0;
    boolean died = true;
    for (int fatal = 1; died; fatal += 2) {
      died =
          dies(
              fatal,
              () -> new AddImage("h1", "d", new Source.FromFile(file, null), "", "", false),
              "d: d.X.qcow2 d.json");
      died |= dies(fatal, () -> new RemoveImage("h1", "d"), ": ");
      stories++;
    }
    assertThat(stories).isGreaterThan(10);

    assertThat(
            dies(
                0,
                () -> new AddImage("h1", "d", new Source.FromFile(file, null), "", "", false),
                "d: d.X.qcow2 d.json"))
        .isFalse();
    Image image = images().getFirst();
    assertThat(image.format()).isEqualTo("qcow2");
    assertThat(image.virtualBytes()).isEqualTo(16 << 20);
    host.exec(
        List.of(
            "qemu-img",
            "create",
            "-q",
            "-f",
            "qcow2",
            "-b",
            image.path(),
            "-F",
            "qcow2",
            FOLDER + "/clone.qcow2"));
    Order order = order(new Mortality(0), new RemoveImage("h1", "d"));
    assertThat(bus.state(order)).isEqualTo(OperationState.FAILED);
    assertThat(Objects.requireNonNull(bus.record(order.number()).failure()).code())
        .isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(Objects.requireNonNull(bus.record(order.number()).failure()).message())
        .contains(FOLDER + "/clone.qcow2");
    host.exec(List.of("rm", FOLDER + "/clone.qcow2"));
    assertThat(dies(0, () -> new RemoveImage("h1", "d"), ": ")).isFalse();
  }

  @Test
  void anImageIsMadeWhileTheAgentDies() throws Exception {
    Guest guest = Guest.tiny("web");
    host.define(guest);
    host.virsh(
        "attach-disk", "web", FOLDER + "/disk.qcow2", "vda", "--subdriver", "qcow2", "--config");
    await()
        .atMost(GENEROUS)
        .until(() -> !hypervisor.find(guest.uuid()).orElseThrow().disks().isEmpty());
    var vm = hypervisor.find(guest.uuid()).orElseThrow().ref();
    boolean died = true;
    for (int fatal = 1; died; fatal += 3) {
      died = dies(fatal, () -> new MakeImage(vm, "m", null, null, false), "m: m.X.qcow2 m.json");
      Image made = images().getFirst();
      assertThat(made.madeFrom()).isEqualTo("web");
      assertThat(host.exec(List.of("qemu-img", "info", made.path())))
          .contains("virtual size: 8 MiB")
          .doesNotContain("backing");
      dies(0, () -> new RemoveImage("h1", "m"), ": ");
    }
    host.virsh("undefine", "web");
  }

  /** A stream comes once: after a crash it is an image, or it failed and nothing is left of it. */
  @Test
  void anImageIsSentWhileTheAgentDies() throws Exception {
    byte[] content = Files.readAllBytes(Path.of(file()));
    int whole = 0;
    int cutOff = 0;
    boolean died = true;
    try (StreamDoor door = new StreamDoor(StreamSettings.onLoopback())) {
      for (int fatal = 1; died; fatal += 2) {
        try (Offering offering = door.offer(key.pin())) {
          var unused = offering.taken().thenAccept(link -> send(link, content));
          Source from = new Source.FromStream(offering.offer(), "sent", content.length, null);
          Mortality mortality = new Mortality(fatal);
          Order order = order(mortality, new AddImage("h1", "s", from, "", "", false));
          String story = mortality.where() + ": " + bus.record(order.number());
          died = mortality.dead();
          if (bus.state(order) == OperationState.SUCCEEDED) {
            whole++;
            assertThat(names() + ": " + lain()).as(story).isEqualTo("s: s.X.qcow2 s.json");
            dies(0, () -> new RemoveImage("h1", "s"), ": ");
          } else {
            cutOff++;
            assertThat(bus.state(order)).as(story).isEqualTo(OperationState.FAILED);
            assertThat(Objects.requireNonNull(bus.record(order.number()).failure()).message())
                .contains("cannot be taken up again");
            assertThat(names() + ": " + listed()).as(story).isEqualTo(": ");
            assertThat(lain()).as(story).isEmpty();
          }
        }
      }
    }
    assertThat(whole).isPositive();
    assertThat(cutOff).isGreaterThan(3);
  }

  private static void send(StreamLink link, byte[] content) {
    try {
      link.out().write(content);
      link.out().close();
    } catch (IOException e) {
      // The agent that took it is dead.
    }
  }

  private FakeBus bus = new FakeBus();

  /** Whether it came to the boundary to die at. */
  private boolean dies(int fatal, Supplier<Operation> operation, String wanted) throws IOException {
    Mortality mortality = new Mortality(fatal);
    Order order = order(mortality, operation.get());
    String story = mortality.where() + ": " + bus.record(order.number());
    assertThat(bus.state(order)).as(story).isEqualTo(OperationState.SUCCEEDED);
    assertThat(names() + ": " + listed()).as(story).isEqualTo(wanted);
    assertThat(names() + ": " + lain()).as(story).isEqualTo(wanted);
    return mortality.dead();
  }

  private Order order(Mortality mortality, Operation operation) throws IOException {
    bus = new FakeBus();
    Order order = bus.submit(operation, FRESH);
    Path state = temp.resolve("state-" + runs++);
    live(mortality, state, order);
    if (mortality.dead()) {
      live(new Mortality(0), state, order);
    }
    return order;
  }

  private void live(Mortality mortality, Path state, Order order) throws IOException {
    RunnerSettings standard = RunnerSettings.standard();
    RunnerSettings settings =
        new RunnerSettings(
            standard.ceiling(),
            standard.slots(),
            standard.newOrdersWait(),
            standard.settleWait(),
            new HostPolicy(HostPolicy.DomainType.QEMU, Duration.ofDays(7), SETTINGS));
    new Life(mortality, state, bus, hypervisor, settings, new StreamDial(key)).live(order);
  }

  private List<Image> images() {
    return new ImageStore(hypervisor.storage(), SETTINGS)
        .images("h1", hypervisor.storage().pools());
  }

  private String names() {
    return images().stream().map(Image::name).collect(Collectors.joining(" "));
  }

  /** The volumes by virsh. */
  private String listed() {
    host.virsh("pool-refresh", "images");
    return steady(
        host.virsh("vol-list", "images")
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> line.strip().split("\\s+")[0])
            .collect(Collectors.joining(" ")));
  }

  /** The files by ls. */
  private String lain() {
    return steady(host.exec(List.of("ls", "-A", FOLDER + "/golden")));
  }

  private static String steady(String names) {
    return Arrays.stream(names.strip().split("\\s+"))
        .map(name -> name.replaceAll("\\.[0-9a-f]{8}\\.", ".X."))
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
