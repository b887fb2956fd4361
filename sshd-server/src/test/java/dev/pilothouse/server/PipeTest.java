package dev.pilothouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ssh HOST words... | reader}, where the reader goes first (DECISIONS.md, broken-pipe). */
class PipeTest {
  private static final int BROKEN_PIPE = 141;

  @TempDir Path dir;
  private DoorFixture fixture;

  @BeforeEach
  void setUp() throws Exception {
    fixture = new DoorFixture(dir, settings -> settings);
  }

  @AfterEach
  void tearDown() throws Exception {
    fixture.close();
  }

  @Test
  void aReaderThatIsGoneEndsAFlood() throws Exception {
    Process client = fixture.start(fixture.ssh(List.of(), "flood"));
    assertThat(client.getInputStream().readNBytes(100_000)).hasSize(100_000);
    client.getInputStream().close();

    awaitEvent("flood ended");
    assertThat(client.waitFor()).isEqualTo(BROKEN_PIPE);
  }

  /** With its input open, as on a terminal: the client has no other reason to end. */
  @Test
  void theLineAfterTheLastOneReadEndsWhoFollows() throws Exception {
    Process client = fixture.start(fixture.ssh(List.of(), "follow"));
    follow(client);

    assertThat(client.waitFor()).isEqualTo(BROKEN_PIPE);
    awaitEvent("follow ended");
  }

  @Test
  void andSoItDoesWithNothingToRead() throws Exception {
    Process client = fixture.start(fixture.ssh(List.of("-n"), "follow"));
    follow(client);

    assertThat(client.waitFor()).isEqualTo(BROKEN_PIPE);
    awaitEvent("follow ended");
  }

  /** As {@code head -1} does. */
  private void follow(Process client) throws Exception {
    Reading err = new Reading(client.getErrorStream());
    awaitEvent("following");
    fixture.reception.news.add("one");
    assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("one\n");
    client.getInputStream().close();
    fixture.reception.news.add("two");
    assertThat(err.all()).doesNotContain("two");
  }

  private void awaitEvent(String event) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> fixture.reception.events.stream().anyMatch(e -> e.startsWith(event)));
  }
}
