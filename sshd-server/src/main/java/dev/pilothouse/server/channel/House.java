package dev.pilothouse.server.channel;

import dev.pilothouse.server.Limits;
import dev.pilothouse.server.Timeouts;
import dev.pilothouse.server.audit.Audit;
import dev.pilothouse.tui.Reception;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What all channels share.
 *
 * @param commands room for one command each
 * @param threads for commands and line shells
 */
public record House(
    Reception reception,
    Limits limits,
    Timeouts timeouts,
    Audit audit,
    Semaphore commands,
    ExecutorService threads,
    ScheduledExecutorService timer) {
  /** Runs {@code action} on the timer, unless the door is closed by then. Must not block. */
  void after(Duration delay, Runnable action) {
    if (!timer.isShutdown()) {
      var unused = timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
