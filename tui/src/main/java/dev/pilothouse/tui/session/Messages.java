package dev.pilothouse.tui.session;

import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session said lately. The newest stands in the line of news until a key or some time; all
 * of them can be read later.
 */
final class Messages {
  private static final Duration INFO_STAYS = Duration.ofSeconds(6);

  /** Long enough to be read when one looks up; the next key ends it anyway. */
  private static final Duration PROBLEM_STAYS = Duration.ofSeconds(60);

  private static final int KEPT = 50;

  private List<Said> newestFirst = List.of();
  private @Nullable Said shown;

  void say(String text, Effect.Tone tone, Instant now) {
    shown = new Said(now, text, tone);
    note(text, tone, now);
  }

  /** Keeps it without showing it now. */
  void note(String text, Effect.Tone tone, Instant now) {
    List<Said> all = new ArrayList<>();
    all.add(new Said(now, text, tone));
    all.addAll(newestFirst);
    newestFirst = List.copyOf(all.subList(0, Math.min(KEPT, all.size())));
  }

  /** Takes it out of the line of news. */
  void dismiss() {
    shown = null;
  }

  @Nullable Said shown(Instant now) {
    if (shown != null) {
      Duration stays = shown.tone() == Effect.Tone.INFO ? INFO_STAYS : PROBLEM_STAYS;
      if (now.isAfter(shown.at().plus(stays))) {
        shown = null;
      }
    }
    return shown;
  }

  List<Said> newestFirst() {
    return newestFirst;
  }
}
