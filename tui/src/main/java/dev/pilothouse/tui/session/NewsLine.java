package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.model.Notice;
import dev.pilothouse.tui.screen.Batch;
import dev.pilothouse.tui.screen.Said;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.theme.Role;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the line above the keys says: a message, else how orders go, else the newest notice. */
record NewsLine(String text, Role role) {
  /** How long the outcome of what somebody ordered stays. */
  private static final Duration BATCH_STAYS = Duration.ofSeconds(20);

  private static final Duration NOTICE_STAYS = Duration.ofMinutes(5);

  static NewsLine of(World world, @Nullable Said message) {
    if (message != null) {
      Role role =
          switch (message.tone()) {
            case INFO -> Role.TEXT;
            case WARNING -> Role.WARNING;
            case ERROR -> Role.ERROR;
          };
      return new NewsLine(message.text(), role);
    }
    Batch batch = world.batches().isEmpty() ? null : world.batches().getLast();
    if (batch != null && (!batch.over() || within(batch.at(), BATCH_STAYS, world))) {
      Role role = batch.failed() > 0 ? Role.ERROR : batch.over() ? Role.OK : Role.PROGRESS;
      String each = batch.total() > 1 || batch.failed() > 0 ? "   T shows each" : "";
      return new NewsLine(batch.summary() + each, role);
    }
    Notice notice = world.notices().isEmpty() ? null : world.notices().getLast();
    if (notice != null && within(notice.at(), NOTICE_STAYS, world)) {
      String on = notice.vmName().isEmpty() ? "" : notice.vmName() + " ";
      return new NewsLine(
          notice.host() + ": " + on + notice.what(),
          notice.severity() == Notice.Severity.INFO ? Role.DIM : Role.WARNING);
    }
    return new NewsLine("", Role.DIM);
  }

  private static boolean within(Instant at, Duration stays, World world) {
    return Duration.between(at, world.now()).compareTo(stays) < 0;
  }
}
