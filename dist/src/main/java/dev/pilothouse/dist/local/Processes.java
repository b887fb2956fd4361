package dev.pilothouse.dist.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Waiting for processes that need not be our children. */
final class Processes {
  private static final long POLL_MILLIS = 20;

  private Processes() {}

  /**
   * Whether it ended within the time. Polls by itself: {@link ProcessHandle#onExit} notices the end
   * of a process that is not our child only seconds later.
   */
  static boolean await(ProcessHandle process, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (runs(process)) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /**
   * A zombie has ended, even where the container's first process never collects it (proc(5), third
   * field of stat).
   */
  static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return process.isAlive() && !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false;
    }
  }
}
