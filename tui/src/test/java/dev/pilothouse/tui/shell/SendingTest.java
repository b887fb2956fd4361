package dev.pilothouse.tui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.fleet.bus.FakeAgent;
import dev.pilothouse.fleet.model.Vms;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.ImageOperation.AddImage;
import dev.pilothouse.fleet.operation.ImageOperation.Source;
import dev.pilothouse.fleet.operation.OperationRecord;
import dev.pilothouse.fleet.operation.OperationState;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.fleet.operation.StreamOffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images that come on stdin, on a fake agent that takes real streams. */
@Timeout(120)
class SendingTest {
  private static final Duration GENEROUS = Duration.ofSeconds(30);

  private final Desk desk = new Desk(Vms.vm("h1", "web01").build());
  private final FakeAgent agent = desk.fleet().agent("h1");
  private final AtomicLong read = new AtomicLong();

  @AfterEach
  void close() {
    desk.close();
  }

  private OperationRecord newest() {
    return desk.fleet().room().recentOperations(1).getFirst();
  }

  private InputStream counted(InputStream in) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return in.read();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int now = in.read(bytes, offset, length);
        read.addAndGet(Math.max(now, 0));
        return now;
      }
    };
  }

  /** Zeros without end. */
  private static InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return 0;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        return length;
      }
    };
  }

  private CompletableFuture<Desk.Outcome> inBackground(Person person, String... words) {
    return CompletableFuture.supplyAsync(
        () -> {
          int status = desk.shell().run(Desk.somebody(Role.ADMIN), List.of(words), person);
          return new Desk.Outcome(status, person.output(), person.messages());
        });
  }

  @Test
  void whatComesOnStdinArrivesWhole() {
    byte[] much = new byte[3_000_001];
    new Random(1).nextBytes(much);
    Desk.Outcome sent =
        desk.runFor(
            Person.sending(new ByteArrayInputStream(much)), "image", "add", "mine", "-", "--raw");
    assertThat(sent.status()).as(sent.err()).isZero();
    assertThat(agent.received().get("mine")).isEqualTo(much);
    assertThat(newest().operation())
        .isInstanceOfSatisfying(
            AddImage.class,
            add -> {
              assertThat(add.raw()).isTrue();
              Source.FromStream from = (Source.FromStream) add.source();
              assertThat(from.size()).isEqualTo(-1);
              assertThat(from.offer()).as("records keep no tokens").isEqualTo(StreamOffer.NONE);
            });
  }

  @Test
  void aNameThatNobodyKnowsTakesStdinAndAKnownOneDoesNot() {
    Desk.Outcome unnamed = desk.runAs(Role.ADMIN, "bytes", "image", "add", "rocky-of-mine");
    assertThat(unnamed.status()).isZero();
    assertThat(unnamed.err()).contains("it is read from stdin");
    assertThat(agent.received().get("rocky-of-mine"))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("bytes");
    assertThat(desk.runAs(Role.ADMIN, "bytes", "image", "add", "debian-12").status()).isZero();
    assertThat(((AddImage) newest().operation()).source()).isInstanceOf(Source.FromUrl.class);
  }

  @Test
  void nothingIsReadBeforeTheAgentTookTheStreamAndAnEarlyEndIsToldAtOnce() throws Exception {
    agent.hold();
    CompletableFuture<Desk.Outcome> running =
        inBackground(Person.sending(counted(endless())), "image", "add", "x", "-");
    await()
        .atMost(GENEROUS)
        .until(
            () ->
                !desk.fleet().room().recentOperations(1).isEmpty()
                    && newest().state() == OperationState.RUNNING);
    agent.failNext(new Failure(ErrorCode.NO_CAPACITY, "There is no room."));
    agent.release();
    Desk.Outcome ended = running.get(30, TimeUnit.SECONDS);
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).contains("There is no room.");
    assertThat(read.get()).isZero();
  }

  @Test
  void whoeverPressesCtrlCEndsIt() throws Exception {
    Person person = Person.sending(counted(endless()));
    CompletableFuture<Desk.Outcome> running = inBackground(person, "image", "add", "x", "-");
    await().atMost(GENEROUS).until(() -> read.get() > 1 << 20);
    person.interrupt();
    Desk.Outcome ended = running.get(30, TimeUnit.SECONDS);
    assertThat(ended.status()).isEqualTo(130);
    assertThat(ended.err()).contains("sending was stopped");
    assertThat(newest().state().terminal()).isTrue();
    assertThat(agent.received()).isEmpty();
  }

  @Test
  void aSenderWhoIsGoneIsNoEnd() {
    InputStream gone =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the client went away");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    InputStream half = new SequenceInputStream(new ByteArrayInputStream(new byte[1000]), gone);
    Desk.Outcome ended = desk.runFor(Person.sending(half), "image", "add", "x", "-");
    assertThat(ended.status()).isEqualTo(7);
    assertThat(ended.err()).contains("the sender broke off: the client went away");
    assertThat(agent.received()).isEmpty();
  }

  @Test
  void whatCannotBeSentIsRefusedInWords() {
    Desk.Outcome terminal = desk.runFor(Person.at(80, 24, ""), "image", "add", "x", "-");
    assertThat(terminal.status()).isEqualTo(2);
    assertThat(terminal.err()).contains("A terminal is no file");
    Desk.Outcome noWait = desk.runAs(Role.ADMIN, "b", "image", "add", "x", "-", "--no-wait");
    assertThat(noWait.status()).isEqualTo(2);
    Desk.Outcome sum =
        desk.runAs(Role.ADMIN, "b", "image", "add", "x", "-", "--checksum", "http://h/SUMS");
    assertThat(sum.status()).isEqualTo(2);
    assertThat(sum.err()).contains("64 or 128 hexadecimal digits");
    assertThat(desk.runAs(Role.OPERATOR, "b", "image", "add", "x", "-").status()).isEqualTo(4);
    assertThat(desk.fleet().room().recentOperations(1)).isEmpty();
  }

  @Test
  void aDryRunOffersNothing() {
    Desk.Outcome plan =
        desk.runFor(
            Person.sending(counted(endless())),
            "image",
            "add",
            "x",
            "-",
            "--dry-run",
            "-o",
            "json");
    assertThat(plan.status()).isZero();
    assertThat(plan.out()).contains("from a file sent on stdin");
    assertThat(read.get()).isZero();
  }
}
