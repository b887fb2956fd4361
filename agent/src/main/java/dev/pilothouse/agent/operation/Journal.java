package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.wire.Codec;
import dev.pilothouse.fleet.wire.WireException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The truth about what this agent has executed. Each method returns when its line is on the disk,
 * or throws {@link UncheckedIOException} and has changed nothing. Ids are remembered for seven
 * days, and never for a shorter time than their order is valid. Thread-safe.
 */
class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final Duration REMEMBERED = Duration.ofDays(7);

  /** Rewriting pays once the file has grown by this many lines and to more than twice its size. */
  private static final int COMPACT_AFTER = 10_000;

  private final JournalFile file;
  private final InstantSource clock;
  private final Codec codec = new Codec();
  private final Map<UUID, JournalEntry> entries = new LinkedHashMap<>();
  private int lines;
  private int compactAt;

  private final Path directory;

  /** Opens the journal in {@code directory}, which is created if there is none. */
  Journal(Path directory, InstantSource clock) throws IOException {
    this.clock = clock;
    this.directory = directory;
    this.file = JournalFile.open(directory);
    try {
      for (String line : file.readAll()) {
        read(line);
      }
      compact();
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Where it lies; of this agent alone. */
  Path directory() {
    return directory;
  }

  synchronized @Nullable JournalEntry find(UUID id) {
    return entries.get(id);
  }

  /** Those whose outcome is not on the bus yet, in the order they were taken. */
  synchronized List<JournalEntry> unreported() {
    return entries.values().stream().filter(e -> !e.reported()).toList();
  }

  void taken(Order order) {
    write(new JournalLine.Taken(order, clock.instant()), true);
  }

  void begun(UUID id, Map<String, String> facts) {
    write(new JournalLine.Begun(id, clock.instant(), facts), true);
  }

  void noted(UUID id, String fact, String value) {
    write(new JournalLine.Noted(id, fact, value), true);
  }

  void ended(UUID id, Outcome outcome) {
    write(new JournalLine.Ended(id, clock.instant(), outcome), true);
  }

  /** Need not reach the disk at once: reporting twice is harmless. */
  void reported(UUID id) {
    write(new JournalLine.Reported(id, clock.instant()), false);
  }

  synchronized void write(JournalLine line, boolean sync) {
    file.append(text(line), sync);
    apply(line);
    lines++;
    if (lines > compactAt) {
      try {
        compact();
      } catch (IOException e) {
        // Appending still works: nothing is lost, the file only stays long.
        LOG.warn("the journal cannot be compacted", LogSafe.of(e));
        compactAt = lines + COMPACT_AFTER;
      }
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("the journal was not closed cleanly", LogSafe.of(e));
    }
  }

  private void read(String line) {
    lines++;
    try {
      apply(codec.read(JournalLine.class, line));
    } catch (WireException e) {
      LOG.error("line {} of the journal is damaged and left out", lines);
    }
  }

  private String text(JournalLine line) {
    try {
      return codec.write(JournalLine.class, line);
    } catch (WireException e) {
      throw new UncheckedIOException(new IOException("too long for the journal", e));
    }
  }

  private void apply(JournalLine line) {
    switch (line) {
      case JournalLine.Taken l ->
          entries.putIfAbsent(l.id(), JournalEntry.taken(l.order(), forgetAt(l)));
      case JournalLine.Begun l ->
          entries.computeIfPresent(l.id(), (id, e) -> e.begun(l.at(), l.facts()));
      case JournalLine.Noted l ->
          entries.computeIfPresent(l.id(), (id, e) -> e.noted(l.fact(), l.value()));
      case JournalLine.Ended l -> entries.computeIfPresent(l.id(), (id, e) -> e.ended(l.outcome()));
      case JournalLine.Reported l -> entries.computeIfPresent(l.id(), (id, e) -> e.asReported());
      case JournalLine.Known l ->
          entries.put(l.id(), JournalEntry.known(l.id(), l.number(), l.forgetAt()));
    }
  }

  private static Instant forgetAt(JournalLine.Taken taken) {
    Instant deadline = taken.order().deadline();
    return (deadline.isAfter(taken.at()) ? deadline : taken.at()).plus(REMEMBERED);
  }

  /** Forgets what is old, and keeps of what is reported only the id. */
  private void compact() throws IOException {
    Instant now = clock.instant();
    entries.values().removeIf(e -> e.reported() && e.forgetAt().isBefore(now));
    List<String> kept = new ArrayList<>();
    for (JournalEntry entry : entries.values()) {
      for (JournalLine line : linesOf(entry, now)) {
        kept.add(text(line));
      }
    }
    if (kept.size() < lines) {
      file.replaceAll(kept);
    }
    lines = kept.size();
    compactAt = 2 * lines + COMPACT_AFTER;
  }

  private static List<JournalLine> linesOf(JournalEntry e, Instant now) {
    if (e.order() == null) {
      return List.of(new JournalLine.Known(e.id(), e.number(), e.forgetAt()));
    }
    List<JournalLine> lines = new ArrayList<>();
    lines.add(new JournalLine.Taken(e.order(), e.forgetAt().minus(REMEMBERED)));
    for (int i = 0; i < e.begun(); i++) {
      lines.add(new JournalLine.Begun(e.id(), e.begunAt() == null ? now : e.begunAt(), e.facts()));
    }
    if (e.outcome() != null) {
      lines.add(new JournalLine.Ended(e.id(), now, e.outcome()));
    }
    return lines;
  }
}
