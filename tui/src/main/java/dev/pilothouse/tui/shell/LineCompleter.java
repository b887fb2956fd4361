package dev.pilothouse.tui.shell;

import dev.pilothouse.fleet.bus.ControlRoom;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

/** Hands {@link Completions} to JLine's line reader. */
final class LineCompleter implements Completer {
  private final ControlRoom room;

  LineCompleter(ControlRoom room) {
    this.room = room;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    for (Completions.Candidate found :
        Completions.of(line.line(), line.cursor(), room).candidates()) {
      @Nullable String description = found.description().isEmpty() ? null : found.description();
      candidates.add(
          new Candidate(
              found.insert(),
              found.insert(),
              null,
              description,
              null,
              null,
              true,
              candidates.size()));
    }
  }
}
