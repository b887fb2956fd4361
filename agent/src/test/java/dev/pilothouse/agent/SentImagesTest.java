package dev.pilothouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.simulated.SimulatedHypervisor;
import dev.pilothouse.agent.image.Qcow2Bytes;
import dev.pilothouse.fleet.bus.Bus;
import dev.pilothouse.fleet.bus.ControlRoom;
import dev.pilothouse.fleet.bus.memory.MemoryWorld;
import dev.pilothouse.fleet.model.Image;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Volume;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.ImageOperation.AddImage;
import dev.pilothouse.fleet.operation.ImageOperation.Source;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.StreamOffer;
import dev.pilothouse.fleet.stream.Offering;
import dev.pilothouse.fleet.stream.StreamLink;
import dev.pilothouse.fleet.wire.SigningKey;
import dev.pilothouse.fleet.wire.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that a person sends: a real control room, a real stream, an agent on a simulated host. */
class SentImagesTest {
  private static final Principal ANN = new Principal("ann", Role.ADMIN, "test");
  private static final Duration GENEROUS = Duration.ofSeconds(60);

  @TempDir Path directory;
  private final SigningKey key = SigningKey.generate();
  private final MemoryWorld world = new MemoryWorld();
  private final Bus agentsBus = world.connect();
  private final Hypervisor hypervisor = SimulatedHypervisor.demo("h1", 1, 3, Clock.systemUTC());
  private final byte[] content = Qcow2Bytes.whole().all();
  private Agent agent;
  private ControlRoom room;
  private List<String> before;

  @BeforeEach
  void setUp() throws Exception {
    agent = start();
    room = ControlRoom.open(world.connect(), key, "m1");
    await().atMost(GENEROUS).until(() -> !room.fleet().inventory("h1").pools().isEmpty());
    before = volumes();
  }

  private Agent start() throws IOException {
    return Agent.start(
        new AgentSettings(directory.resolve("agent"), TrustedKeys.of(key)),
        agentsBus,
        hypervisor,
        Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    agent.close();
    room.close();
    hypervisor.close();
    world.close();
  }

  private List<String> volumes() {
    return hypervisor.storage().pools().stream()
        .map(Pool::volumes)
        .flatMap(List::stream)
        .map(Volume::path)
        .sorted()
        .toList();
  }

  private OperationRecord submit(StreamOffer offer, long size, @Nullable String checksum) {
    Source from = new Source.FromStream(offer, "a file sent on stdin", size, checksum);
    return room.submit(
        new AddImage("h1", "sent", from, "", "", false), "sent", ANN, Duration.ofMinutes(1));
  }

  private interface Sender {
    void send(StreamLink link) throws IOException;
  }

  private OperationRecord add(long size, @Nullable String checksum, Sender sender)
      throws Exception {
    try (Offering offering = room.offer("h1")) {
      OperationRecord record = submit(offering.offer(), size, checksum);
      try {
        sender.send(offering.taken().get(30, TimeUnit.SECONDS));
      } catch (IOException e) {
        // The agent had seen enough: the record tells.
      }
      return room.finished(record.number()).get(60, TimeUnit.SECONDS);
    }
  }

  private static Sender all(byte[] bytes) {
    return link -> {
      link.out().write(bytes);
      link.out().close();
    };
  }

  private Failure failsAndLeavesNothing(OperationRecord record, String... words) {
    assertThat(record.state()).as("%s", record).isEqualTo(OperationState.FAILED);
    assertThat(Objects.requireNonNull(record.failure()).message()).contains(words);
    assertThat(volumes()).isEqualTo(before);
    return record.failure();
  }

  @Test
  void whatIsSentBecomesAnImage() throws Exception {
    OperationRecord record = add(-1, null, all(content));
    assertThat(record.state()).as("%s", record).isEqualTo(OperationState.SUCCEEDED);
    await().atMost(GENEROUS).until(() -> room.fleet().inventory("h1").image("sent").isPresent());
    Image image = room.fleet().inventory("h1").image("sent").orElseThrow();
    assertThat(image.source()).isEqualTo("a file sent on stdin");
    assertThat(hypervisor.storage().download(image.path(), 0, content.length)).isEqualTo(content);
    // The name is taken now: refused before anybody connects.
    try (Offering offering = room.offer("h1")) {
      OperationRecord again = submit(offering.offer(), -1, null);
      OperationRecord ended = room.finished(again.number()).get(60, TimeUnit.SECONDS);
      assertThat(Objects.requireNonNull(ended.failure()).code()).isEqualTo(ErrorCode.NAME_TAKEN);
      assertThat(offering.taken()).isNotDone();
    }
  }

  @Test
  void whatIsNoImageIsRefusedWhileMoreWouldCome() throws Exception {
    byte[] text = "no image, only words\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
    OperationRecord record =
        add(
            -1,
            null,
            link -> {
              while (true) {
                link.out().write(text);
              }
            });
    assertThat(failsAndLeavesNothing(record, "text or a web page").code())
        .isEqualTo(ErrorCode.BAD_INPUT);
  }

  @Test
  void halfOfAnImageIsRefused() throws Exception {
    byte[] half = Arrays.copyOf(content, content.length / 2);
    failsAndLeavesNothing(add(-1, null, all(half)), "cut off");
    failsAndLeavesNothing(add(content.length, null, all(half)), "it ended after");
  }

  @Test
  void anotherChecksumIsRefused() throws Exception {
    failsAndLeavesNothing(add(-1, "0".repeat(64), all(content)), "checksum is wrong");
  }

  @Test
  void anAbortAndABreakAreNoEnd() throws Exception {
    failsAndLeavesNothing(
        add(
            -1,
            null,
            link -> {
              link.out().write(content);
              link.abort("the client went away");
            }),
        "the client went away",
        "Nothing was kept");
    failsAndLeavesNothing(
        add(
            -1,
            null,
            link -> {
              link.out().write(content);
              link.close();
            }),
        "the connection broke before the end");
  }

  @Test
  void aCancelEndsItAtOnce() throws Exception {
    try (Offering offering = room.offer("h1")) {
      OperationRecord record = submit(offering.offer(), -1, null);
      StreamLink link = offering.taken().get(30, TimeUnit.SECONDS);
      link.out().write(content);
      await()
          .atMost(GENEROUS)
          .until(
              () ->
                  room.operation(record.number())
                      .map(OperationRecord::phase)
                      .orElse("")
                      .startsWith("receiving: "));
      room.cancel(record.number(), ANN);
      OperationRecord ended = room.finished(record.number()).get(60, TimeUnit.SECONDS);
      assertThat(ended.state()).as("%s", ended).isEqualTo(OperationState.CANCELLED);
      assertThat(volumes()).isEqualTo(before);
      await().atMost(GENEROUS).untilAsserted(() -> assertThat(broken(link)).isTrue());
    }
  }

  private static boolean broken(StreamLink link) {
    try {
      link.out().write(new byte[1 << 16]);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void anAgentThatStoppedInTheMiddleDoesNotTakeItUpAgain() throws Exception {
    try (Offering offering = room.offer("h1")) {
      OperationRecord record = submit(offering.offer(), -1, null);
      StreamLink link = offering.taken().get(30, TimeUnit.SECONDS);
      link.out().write(content);
      await().atMost(GENEROUS).until(() -> !volumes().equals(before));
      agent.close();
      agent = start();
      OperationRecord ended = room.finished(record.number()).get(60, TimeUnit.SECONDS);
      failsAndLeavesNothing(ended, "cannot be taken up again", "Nothing was kept");
    }
  }

  @Test
  void anUnreachableNodeIsNamed() throws Exception {
    StreamOffer nowhere =
        new StreamOffer(List.of(new StreamOffer.Address("127.0.0.1", 1)), "00", "00");
    OperationRecord record = submit(nowhere, -1, null);
    Failure failure =
        failsAndLeavesNothing(
            room.finished(record.number()).get(60, TimeUnit.SECONDS), "127.0.0.1:1");
    assertThat(failure.hint()).contains("Open that TCP port");
  }
}
