package dev.pilothouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.Storage.NewVolume;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.agent.image.Qcow2Bytes;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.memory.MemoryWorld;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.ImageUse;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.ImageOperation.AddImage;
import dev.pilothouse.fleet.operation.ImageOperation.RemoveImage;
import dev.pilothouse.fleet.operation.ImageOperation.Source;
import dev.pilothouse.fleet.operation.MakeImage;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.fleet.wire.TrustedKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images through the whole agent, from a server in this process, onto a simulated host. */
class ImagesTest {
  private static final Principal ANN = new Principal("ann", Role.ADMIN, "test");

  @TempDir Path directory;
  private final SigningKey key = SigningKey.generate();
  private final MemoryWorld world = new MemoryWorld();
  private final Bus agentsBus = world.connect();
  private final Bus managersBus = world.connect();
  private final Hypervisor hypervisor = SimulatedHypervisor.demo("h1", 1, 12, Clock.systemUTC());
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private final byte[] content = Qcow2Bytes.whole().all();
  private HttpServer server;
  private Agent agent;
  private ControlRoom room;
  private List<String> before;

  @BeforeEach
  void setUp() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
    server.start();
    agent =
        Agent.start(
            new AgentSettings(directory.resolve("agent"), TrustedKeys.of(key)),
            agentsBus,
            hypervisor,
            Clock.systemUTC());
    room = ControlRoom.open(managersBus, key, "m1");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !room.fleet().inventory("h1").pools().isEmpty());
    before = volumes();
  }

  @AfterEach
  void stop() {
    agent.close();
    room.close();
    hypervisor.close();
    world.close();
    server.stop(0);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void serve(String path, byte[] body) {
    server.createContext(path, exchange -> answer(exchange, body));
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void redirect(String from, String to) {
    server.createContext(
        from,
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().add("Location", to);
            exchange.sendResponseHeaders(302, -1);
          }
        });
  }

  private OperationRecord add(String name, String url, @Nullable String checksum) throws Exception {
    return order(
        new AddImage("h1", name, new Source.FromUrl(url, checksum), "Debian 12", "x86_64", false));
  }

  private OperationRecord order(Operation operation) throws Exception {
    OperationRecord record = room.submit(operation, "it", ANN, Duration.ofMinutes(5));
    return room.finished(record.number()).get(60, TimeUnit.SECONDS);
  }

  private Image image(String name) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> room.fleet().inventory("h1").image(name).isPresent());
    return room.fleet().inventory("h1").image(name).orElseThrow();
  }

  /** All there is, in whatever pool. */
  private List<String> volumes() {
    return hypervisor.storage().pools().stream()
        .flatMap(pool -> pool.volumes().stream())
        .map(Volume::path)
        .sorted()
        .toList();
  }

  private static String sum(String algorithm, byte[] of) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(of));
  }

  private void fails(OperationRecord record, ErrorCode code, String... words) {
    assertThat(record.state()).as("%s", record).isEqualTo(OperationState.FAILED);
    assertThat(Objects.requireNonNull(record.failure()).code()).as("%s", record).isEqualTo(code);
    assertThat(record.failure().message()).contains(words);
    assertThat(volumes()).isEqualTo(before);
  }

  private static void succeeds(OperationRecord record) {
    assertThat(record.state()).as("%s", record).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void anImageIsAddedFromAnAddressWithItsChecksumPublishedBeside() throws Exception {
    serve("/d/debian.qcow2", content);
    serve(
        "/d/SUMS",
        (sum("SHA-512", content) + "  debian.qcow2\n")
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    redirect("/latest", "/d/debian.qcow2");
    // The name in the checksum file is that of the address that was asked for.
    OperationRecord record = add("debian-12", url("/d/debian.qcow2"), url("/d/SUMS"));
    succeeds(record);
    Image image = image("debian-12");
    assertThat(image.path()).isEqualTo(record.result());
    assertThat(image.format()).isEqualTo("qcow2");
    assertThat(image.virtualBytes()).isEqualTo(1 << 20);
    assertThat(image.sha256()).isEqualTo(sum("SHA-256", content));
    assertThat(image.source()).isEqualTo(url("/d/debian.qcow2"));
    assertThat(image.addedBy()).isEqualTo("ann");
    assertThat(ImageUse.of(image, room.fleet()).none()).isTrue();
    succeeds(add("again", url("/latest"), sum("SHA-256", content)));

    OperationRecord taken = add("debian-12", url("/d/debian.qcow2"), null);
    assertThat(Objects.requireNonNull(taken.failure()).code()).isEqualTo(ErrorCode.NAME_TAKEN);

    succeeds(order(new RemoveImage("h1", "again")));
    succeeds(order(new RemoveImage("h1", "debian-12")));
    assertThat(volumes()).isEqualTo(before);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> room.fleet().inventory("h1").images().isEmpty());
    fails(order(new RemoveImage("h1", "debian-12")), ErrorCode.NOT_FOUND, "no image");
  }

  @Test
  void whatIsWrongIsRefusedAndLeavesNothing() throws Exception {
    serve("/good", content);
    serve("/evil", Qcow2Bytes.whole().on("/etc/shadow").all());
    serve("/huge", Qcow2Bytes.whole().with(24, 1L << 60).all());
    serve("/cut", Qcow2Bytes.whole().first(4 << 16));
    serve("/page", "<html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    redirect("/to-file", "file:///etc/passwd");
    redirect("/round", "/round");
    fails(add("x", url("/good"), "0".repeat(64)), ErrorCode.BAD_INPUT, "checksum is wrong");
    fails(add("x", url("/good"), url("/page")), ErrorCode.BAD_INPUT, "names no checksum");
    fails(add("x", url("/evil"), null), ErrorCode.BAD_INPUT, "/etc/shadow");
    fails(add("x", url("/huge"), null), ErrorCode.BAD_INPUT, "at most");
    fails(add("x", url("/cut"), null), ErrorCode.BAD_INPUT, "cut off");
    fails(add("x", url("/page"), null), ErrorCode.BAD_INPUT, "web page");
    fails(add("x", url("/missing"), null), ErrorCode.NOT_FOUND, "404");
    fails(add("x", url("/to-file"), null), ErrorCode.BAD_INPUT, "no http or https");
    fails(add("x", url("/round"), null), ErrorCode.SOURCE_UNREACHABLE, "more than 5 times");
    fails(add("x", "file:///etc/passwd", null), ErrorCode.BAD_INPUT, "no http or https");
    fails(add("x", "https://ada:secret@example.org/x", null), ErrorCode.BAD_INPUT, "password");
    fails(
        add("x", "http://127.0.0.1:1/x", null), ErrorCode.SOURCE_UNREACHABLE, "cannot be reached");
    fails(add("../x", url("/good"), null), ErrorCode.BAD_INPUT, "name of an image");
    fails(
        order(new AddImage("h1", "x", new Source.FromFile("/dev/zero", null), "", "", true)),
        ErrorCode.BAD_INPUT,
        "no regular file");
  }

  /** Sends half, breaks off, and sends the rest only to whoever asks for it. */
  @Test
  void aBrokenTransferIsResumed() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    server.createContext(
        "/broken",
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(String.valueOf(range));
          exchange.getResponseHeaders().add("ETag", "\"1\"");
          if (requests.getAndIncrement() == 0) {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
            throw new IOException("broken on purpose");
          }
          int from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
          exchange
              .getResponseHeaders()
              .add(
                  "Content-Range",
                  "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
          exchange.sendResponseHeaders(206, content.length - from);
          try (exchange) {
            exchange.getResponseBody().write(content, from, content.length - from);
          }
        });
    succeeds(add("x", url("/broken"), sum("SHA-256", content)));
    assertThat(ranges).hasSize(2).first().isEqualTo("null");
  }

  @Test
  void aServerThatCannotResumeFailsTheOrderAndLeavesNothing() throws Exception {
    server.createContext(
        "/broken",
        exchange -> {
          exchange.getResponseHeaders().add("ETag", "\"1\"");
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content, 0, content.length / 2);
          exchange.getResponseBody().flush();
          throw new IOException("broken on purpose");
        });
    fails(add("x", url("/broken"), null), ErrorCode.SOURCE_UNREACHABLE, "gives no rest");
  }

  @Test
  void aCancelLeavesNothingAlsoWhenNothingComesAnyMore() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    server.createContext(
        "/slow",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 100_000);
            exchange.getResponseBody().flush();
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    OperationRecord record =
        room.submit(
            new AddImage("h1", "x", new Source.FromUrl(url("/slow"), null), "", "", false),
            "x",
            ANN,
            Duration.ofMinutes(5));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                room.operation(record.number())
                    .map(OperationRecord::phase)
                    .orElse("")
                    .startsWith("receiving: "));
    room.cancel(record.number(), ANN);
    OperationRecord ended = room.finished(record.number()).get(60, TimeUnit.SECONDS);
    end.countDown();
    assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.CANCELLED);
    assertThat(volumes()).isEqualTo(before);
  }

  @Test
  void anImageComesFromAFileOnTheHostAndAnotherFromAVm() throws Exception {
    Path file = Files.write(directory.resolve("d.qcow2"), content);
    succeeds(
        order(
            new AddImage(
                "h1", "local", new Source.FromFile(file.toString(), null), "", "", false)));
    assertThat(image("local").source()).isEqualTo(file.toString());

    VmRef off = some(VmState.SHUT_OFF);
    succeeds(order(new MakeImage(off, "golden", null, null, true)));
    Image golden = image("golden");
    assertThat(golden.madeFrom()).isEqualTo(hypervisor.find(off.uuid()).orElseThrow().name());
    assertThat(golden.note()).startsWith("Not generalised");
    assertThat(golden.sha256()).hasSize(64);

    VmRef running = some(VmState.RUNNING);
    OperationRecord refused = order(new MakeImage(running, "other", null, null, false));
    assertThat(Objects.requireNonNull(refused.failure()).code()).isEqualTo(ErrorCode.WRONG_STATE);
    succeeds(order(new MakeImage(running, "other", null, Duration.ofMinutes(1), false)));
    assertThat(hypervisor.find(running.uuid()).orElseThrow().state()).isEqualTo(VmState.SHUT_OFF);
  }

  @Test
  void anImageUnderAClonesDiskIsNotDeleted() throws Exception {
    serve("/good", content);
    succeeds(add("base", url("/good"), null));
    Image base = image("base");
    Volume clone =
        hypervisor
            .storage()
            .createVolume(
                "default", NewVolume.overlay("clone.qcow2", 1 << 20, base.path(), base.format()));
    OperationRecord refused = order(new RemoveImage("h1", "base"));
    assertThat(Objects.requireNonNull(refused.failure()).code()).isEqualTo(ErrorCode.WRONG_STATE);
    assertThat(refused.failure().message()).contains(clone.path());
    hypervisor.storage().deleteVolume(clone.path());
    succeeds(order(new RemoveImage("h1", "base")));
    assertThat(new ArrayList<>(volumes())).isEqualTo(before);
  }

  private VmRef some(VmState state) {
    return hypervisor.list().stream()
        .filter(vm -> vm.state() == state && vm.persistent())
        .filter(vm -> vm.disks().stream().anyMatch(d -> d.device().equals("disk")))
        .map(Vm::ref)
        .findFirst()
        .orElseThrow();
  }
}
