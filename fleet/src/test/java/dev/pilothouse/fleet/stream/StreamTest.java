package dev.pilothouse.fleet.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.StreamOffer;
import dev.pilothouse.fleet.operation.StreamOffer.Address;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams over real sockets: what arrives, who is let in, and how it ends. */
@Timeout(60)
class StreamTest {
  private static final StreamKey AGENT = StreamKey.generate();
  private static final StreamKey OTHER = StreamKey.generate();

  private final StreamDoor door = new StreamDoor(StreamSettings.onLoopback());

  @AfterEach
  void close() {
    door.close();
  }

  private record Pair(StreamLink node, StreamLink agent) implements AutoCloseable {
    @Override
    public void close() {
      node.close();
      agent.close();
    }
  }

  private Pair pair() throws Exception {
    Offering offering = door.offer(AGENT.pin());
    StreamLink agent = new StreamDial(AGENT).take(offering.offer());
    return new Pair(offering.taken().get(5, TimeUnit.SECONDS), agent);
  }

  private static Thread later(Body body) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                body.run();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private interface Body {
    void run() throws IOException;
  }

  @Test
  void bytesArriveBothWaysAtOnceAndTheEndIsSaid() throws Exception {
    byte[] much = new byte[5_000_001];
    new Random(1).nextBytes(much);
    try (Pair pair = pair()) {
      later(
          () -> {
            pair.node().out().write(much);
            pair.node().out().close();
          });
      later(
          () -> {
            pair.agent().out().write("back".getBytes(StandardCharsets.UTF_8));
            pair.agent().out().close();
          });
      assertThat(pair.agent().in().readAllBytes()).isEqualTo(much);
      assertThat(pair.node().in().readAllBytes()).asString().isEqualTo("back");
    }
  }

  @Test
  void anEmptyStreamEnds() throws Exception {
    try (Pair pair = pair()) {
      pair.node().out().close();
      assertThat(pair.agent().in().read()).isEqualTo(-1);
    }
  }

  @Test
  void anAbortIsNoEndAndSaysWhy() throws Exception {
    try (Pair pair = pair()) {
      pair.node().out().write(new byte[100]);
      pair.node().abort("the client went away");
      InputStream in = pair.agent().in();
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessage("the client went away");
      // And whoever only writes hears of it too.
      OutputStream out = pair.agent().out();
      await()
          .untilAsserted(
              () -> assertThatThrownBy(() -> out.write(1)).hasMessage("the client went away"));
    }
  }

  @Test
  void aConnectionThatBreaksIsNoEnd() throws Exception {
    try (Pair pair = pair()) {
      pair.node().out().write(new byte[100]);
      pair.node().close();
      assertThatThrownBy(() -> pair.agent().in().readAllBytes())
          .isInstanceOf(IOException.class)
          .hasMessage("the connection broke before the end");
    }
  }

  @Test
  void whoDoesNotReadHoldsTheOtherUpAndClosingFreesHim() throws Exception {
    try (Pair pair = pair()) {
      AtomicLong written = new AtomicLong();
      CompletableFuture<IOException> ended = new CompletableFuture<>();
      later(
          () -> {
            byte[] piece = new byte[1 << 16];
            try {
              while (written.addAndGet(piece.length) < 1L << 30) {
                pair.node().out().write(piece);
              }
            } catch (IOException e) {
              ended.complete(e);
            }
          });
      long[] before = {-1};
      await()
          .pollInterval(Duration.ofMillis(300))
          .until(() -> before[0] == (before[0] = written.get()));
      assertThat(written.get()).isLessThan(64 << 20);
      pair.node().close();
      assertThat(ended.get(5, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void closingFreesAReaderThatWaits() throws Exception {
    try (Pair pair = pair()) {
      CompletableFuture<String> ended = new CompletableFuture<>();
      later(
          () -> {
            try {
              ended.complete("read " + pair.agent().in().read());
            } catch (IOException e) {
              ended.complete(String.valueOf(e.getMessage()));
            }
          });
      pair.agent().close();
      assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo("it was closed");
    }
  }

  @Test
  void aTokenIsGoodOnceAndOnlyWithItsAgentsKey() throws Exception {
    Offering offering = door.offer(AGENT.pin());
    StreamOffer offer = offering.offer();
    // Who has read the order in Redis, and even was the first to come.
    assertRefused(() -> new StreamDial(OTHER).take(offer));
    assertThat(offering.taken()).isNotDone();
    try (StreamLink link = new StreamDial(AGENT).take(offer)) {
      assertThat(offering.taken().get(5, TimeUnit.SECONDS)).isNotSameAs(link);
      assertRefused(() -> new StreamDial(AGENT).take(offer));
    }
  }

  @Test
  void anotherTokenIsRefused() {
    StreamOffer offer = door.offer(AGENT.pin()).offer();
    assertRefused(
        () -> new StreamDial(AGENT).take(new StreamOffer(offer.at(), offer.pin(), "0".repeat(64))));
  }

  @Test
  void whoComesAfterTheOfferWasWithdrawnIsLate() {
    Offering offering = door.offer(AGENT.pin());
    offering.close();
    assertThat(offering.taken()).isCancelled();
    assertRefused(() -> new StreamDial(AGENT).take(offering.offer()));
  }

  private static void assertRefused(ThrowingCallable dial) {
    assertThatThrownBy(dial)
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("nothing is offered to this agent here any more");
  }

  @Test
  void aNodeWithAnotherKeyIsNotTalkedTo() {
    StreamOffer offer = door.offer(AGENT.pin()).offer();
    StreamOffer forged = new StreamOffer(offer.at(), OTHER.pin(), offer.token());
    assertThatThrownBy(() -> new StreamDial(AGENT).take(forged))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("another machine or program answers there")
        .hasMessageNotContaining(offer.token());
  }

  @Test
  void whatCannotBeReachedIsNamedAndTheNextAddressTried() throws Exception {
    int nobody;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = gone.getLocalPort();
    }
    Offering offering = door.offer(AGENT.pin());
    StreamOffer offer = offering.offer();
    Address closed = new Address("127.0.0.1", nobody);
    assertThatThrownBy(
            () ->
                new StreamDial(AGENT)
                    .take(new StreamOffer(List.of(closed), offer.pin(), offer.token())))
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
              assertThat(e.failure().message()).contains("127.0.0.1:" + nobody, "refused");
              assertThat(e.failure().hint()).contains("Open that TCP port", "advertise");
            });
    try (StreamLink link =
        new StreamDial(AGENT)
            .take(
                new StreamOffer(
                    List.of(closed, offer.at().getFirst()), offer.pin(), offer.token()))) {
      assertThat(offering.taken().get(5, TimeUnit.SECONDS)).isNotSameAs(link);
    }
  }

  @Test
  void strangersAreNotLetInAndHoldNobodyUp() throws Exception {
    Offering offering = door.offer(AGENT.pin());
    Address at = offering.offer().at().getFirst();
    try (Socket silent = new Socket(at.host(), at.port());
        Socket plain = new Socket(at.host(), at.port())) {
      plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      plain.getOutputStream().flush();
      new StreamDial(AGENT).take(offering.offer()).close();
      assertThat(offering.taken().get(5, TimeUnit.SECONDS)).isNotNull();
      assertThat(silent.isConnected()).isTrue();
    }
  }

  @Test
  void aDoorOnAllAddressesNamesThemAndLoopbackLast() throws Exception {
    try (StreamDoor wide = new StreamDoor(new StreamSettings("0.0.0.0", 0, List.of()))) {
      Offering offering = wide.offer(AGENT.pin());
      List<Address> at = offering.offer().at();
      assertThat(at.getLast().host()).isEqualTo("127.0.0.1");
      assertThat(at).hasSizeLessThanOrEqualTo(8).extracting(Address::port).doesNotContain(0);
      new StreamDial(AGENT).take(offering.offer()).close();
      assertThat(offering.taken().get(5, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void whatIsAdvertisedIsWhatAgentsAreTold() {
    List<Address> told = List.of(new Address("mgmt.example", 0), new Address("192.0.2.1", 80));
    try (StreamDoor behind = new StreamDoor(new StreamSettings("127.0.0.1", 0, told))) {
      List<Address> at = behind.offer(AGENT.pin()).offer().at();
      assertThat(at).extracting(Address::host).containsExactly("mgmt.example", "192.0.2.1");
      assertThat(at.getFirst().port()).isNotZero();
      assertThat(at.getLast().port()).isEqualTo(80);
    }
  }

  @Test
  void aPortThatIsTakenIsSaidWithAdvice() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        StreamDoor late =
            new StreamDoor(new StreamSettings("127.0.0.1", taken.getLocalPort(), List.of()))) {
      assertThatThrownBy(() -> late.offer(AGENT.pin()))
          .isInstanceOfSatisfying(
              OperationException.class,
              e -> assertThat(e.failure().hint()).contains("'port' below 'streams'"));
    }
  }

  /** A length that lies, a kind that nobody knows: the link breaks, nothing is believed. */
  @Test
  void whatIsNoFrameBreaksTheLink() throws Exception {
    for (byte[] nonsense : List.of(new byte[] {3, 1, 0, 1}, new byte[] {77, 0, 0, 0})) {
      Offering offering = door.offer(AGENT.pin());
      Address at = offering.offer().at().getFirst();
      try (SSLSocket socket =
          (SSLSocket)
              AGENT
                  .tls(Optional.of(offering.offer().pin()))
                  .getSocketFactory()
                  .createSocket(at.host(), at.port())) {
        Frame.write(
            socket.getOutputStream(),
            Frame.Kind.HELLO,
            offering.offer().token().getBytes(StandardCharsets.US_ASCII));
        Frame first = Frame.read(new DataInputStream(socket.getInputStream()));
        assertThat(first.kind()).isEqualTo(Frame.Kind.ALIVE);
        socket.getOutputStream().write(nonsense);
        StreamLink link = offering.taken().get(5, TimeUnit.SECONDS);
        assertThatThrownBy(() -> link.in().read()).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void theTokenIsNotToldByAccident() {
    StreamOffer offer = door.offer(AGENT.pin()).offer();
    assertThat(offer.token()).hasSize(64);
    assertThat(offer.toString()).doesNotContain(offer.token());
  }

  @Test
  void aKeyIsKeptForItsOwnerOnly(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("stream.key");
    StreamKey made = StreamKey.loadOrGenerate(file);
    assertThat(StreamKey.loadOrGenerate(file).pin()).isEqualTo(made.pin());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> StreamKey.loadOrGenerate(file)).hasMessageContaining("chmod 600");
  }
}
