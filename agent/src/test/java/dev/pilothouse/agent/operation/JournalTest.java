package dev.pilothouse.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.operation.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path directory;
  private Instant now = NOON;

  @Test
  void whatWasWrittenIsThereAfterARestart() throws IOException {
    Order order = order(7, Duration.ofMinutes(1));
    Outcome outcome = Outcome.failed(ErrorCode.REFUSED, "libvirt said\ta lot\nand more");
    try (Journal journal = open()) {
      journal.taken(order);
      journal.begun(order.id(), Map.of("state", "shut off"));
      journal.noted(order.id(), "pressed", "at noon");
    }
    try (Journal journal = open()) {
      JournalEntry entry = journal.find(order.id());
      assertThat(entry).isNotNull();
      assertThat(entry.order()).isEqualTo(order);
      assertThat(entry.begun()).isEqualTo(1);
      assertThat(entry.begunAt()).isEqualTo(NOON);
      assertThat(entry.facts())
          .containsExactlyInAnyOrderEntriesOf(Map.of("state", "shut off", "pressed", "at noon"));
      assertThat(entry.outcome()).isNull();
      assertThat(journal.unreported()).containsExactly(entry);
      journal.ended(order.id(), outcome);
    }
    try (Journal journal = open()) {
      assertThat(journal.unreported()).singleElement().extracting("outcome").isEqualTo(outcome);
      journal.reported(order.id());
    }
    try (Journal journal = open()) {
      assertThat(journal.unreported()).isEmpty();
      assertThat(journal.find(order.id())).isNotNull();
    }
  }

  @Test
  void survivesATornLineWhereverItIsTorn() throws IOException {
    Order first = order(1, Duration.ofMinutes(1));
    Order second = order(2, Duration.ofMinutes(1));
    long whole;
    try (Journal journal = open()) {
      journal.taken(first);
      whole = Files.size(file());
      journal.taken(second);
    }
    // Every seventh byte and the last: each costs two restarts with all their writes to the disk.
    byte[] bytes = Files.readAllBytes(file());
    for (int length = (int) whole; length < bytes.length; length += 7) {
      Files.write(file(), Arrays.copyOf(bytes, length));
      try (Journal journal = open()) {
        assertThat(journal.find(first.id())).isNotNull();
        assertThat(journal.find(second.id())).isNull();
        journal.taken(second);
      }
      try (Journal journal = open()) {
        assertThat(journal.find(second.id())).as("torn at %d", length).isNotNull();
      }
    }
  }

  @Test
  void aDamagedLineCostsOnlyItself() throws IOException {
    Order first = order(1, Duration.ofMinutes(1));
    Order second = order(2, Duration.ofMinutes(1));
    try (Journal journal = open()) {
      journal.taken(first);
      journal.taken(second);
    }
    String text = Files.readString(file());
    Files.writeString(file(), "{garbage" + text.substring(text.indexOf('\n')));
    try (Journal journal = open()) {
      assertThat(journal.find(first.id())).isNull();
      assertThat(journal.find(second.id())).isNotNull();
    }
  }

  @Test
  void remembersIdsForSevenDaysAndAsLongAsTheOrderIsValid() throws IOException {
    Order brief = order(1, Duration.ofMinutes(1));
    Order lasting = order(2, Duration.ofDays(30));
    try (Journal journal = open()) {
      for (Order order : new Order[] {brief, lasting}) {
        journal.taken(order);
        journal.ended(order.id(), Outcome.succeeded("done"));
        journal.reported(order.id());
      }
    }
    now = NOON.plus(Duration.ofDays(7));
    try (Journal journal = open()) {
      assertThat(journal.find(brief.id())).isNotNull();
    }
    now = NOON.plus(Duration.ofDays(8));
    try (Journal journal = open()) {
      assertThat(journal.find(brief.id())).isNull();
      assertThat(journal.find(lasting.id())).isNotNull();
    }
    now = NOON.plus(Duration.ofDays(31));
    try (Journal journal = open()) {
      assertThat(journal.find(lasting.id())).isNotNull();
    }
  }

  @Test
  void neverForgetsWhatIsNotReported() throws IOException {
    Order order = order(1, Duration.ofMinutes(1));
    try (Journal journal = open()) {
      journal.taken(order);
    }
    now = NOON.plus(Duration.ofDays(100));
    try (Journal journal = open()) {
      assertThat(journal.unreported()).hasSize(1);
    }
  }

  @Test
  void staysSmallHoweverManyOperationsPass() throws IOException {
    try (Journal journal = open()) {
      for (int i = 0; i < 4_000; i++) {
        Order order = order(i, Duration.ofMinutes(1));
        journal.write(new JournalLine.Taken(order, now), false);
        journal.write(new JournalLine.Ended(order.id(), now, Outcome.succeeded("done")), false);
        journal.reported(order.id());
        now = now.plus(Duration.ofHours(1));
      }
    }
    // About 168 ids are younger than seven days; the rest is at most one compaction's worth.
    assertThat(Files.readAllLines(file())).hasSizeLessThan(11_000);
    try (Journal journal = open()) {
      assertThat(journal.unreported()).isEmpty();
    }
    assertThat(Files.readAllLines(file())).hasSizeBetween(160, 180);
  }

  @Test
  void belongsToItsOwnerAndToOneAgent() throws IOException {
    try (Journal journal = open()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
          .isEqualTo("rw-------");
      assertThat(journal.unreported()).isEmpty();
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another agent uses");
    }
  }

  private Journal open() throws IOException {
    return new Journal(directory, () -> now);
  }

  private Path file() {
    return directory.resolve("journal.jsonl");
  }

  private static Order order(long number, Duration valid) {
    VmRef vm = new VmRef("h1", new UUID(1, 2));
    Principal ann = new Principal("ann", Role.ADMIN, "test");
    UUID id = UUID.nameUUIDFromBytes(new byte[] {(byte) number, (byte) (number >> 8)});
    return new Order(id, number, new Operation.StartVm(vm), ann, NOON, NOON.plus(valid));
  }
}
