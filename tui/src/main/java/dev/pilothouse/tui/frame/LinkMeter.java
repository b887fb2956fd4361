package dev.pilothouse.tui.frame;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Learns from cursor position reports, sent behind a frame and answered by the terminal itself, how
 * fast the line really is: a write that returned says only that some buffer took it. Times are
 * nanoseconds of one monotonic clock.
 */
final class LinkMeter {

  private static final long PROBE_INTERVAL = TimeUnit.SECONDS.toNanos(5);
  private static final long FORGET_BEST = TimeUnit.SECONDS.toNanos(60);
  private static final long ANSWER_TIMEOUT = TimeUnit.SECONDS.toNanos(10);
  private static final long OVERDUE = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long MEASURABLE_DRAIN = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int MEASURABLE_BYTES = 200;
  private static final int PROBE_BYTES = 4096;

  /** Below this a whole screen takes longer than a tenth of a second. */
  private static final long SLOW = 20_000;

  private static final int UNANSWERED_LIMIT = 3;

  /** An answer that matters to whoever gets the terminal next is waited for so long. */
  private static final long LAST_WORD = TimeUnit.SECONDS.toNanos(1);

  private record Probe(long sentAt, int bytes) {}

  private final Deque<Probe> open = new ArrayDeque<>(4);
  private boolean answered;
  private int unanswered;
  private int late;
  private long lastProbe;
  private boolean probed;
  private int bytesSinceProbe;
  private long best = Long.MAX_VALUE;
  private long bestAt;
  private long rate;

  /** Whether the frame about to be sent should ask for an answer. */
  boolean wantsProbe(long now, int bytes) {
    if (unanswered >= UNANSWERED_LIMIT) {
      return false; // this terminal does not answer
    }
    if (isSlow(now)) {
      return true;
    }
    return open.isEmpty()
        && (!probed || now - lastProbe >= PROBE_INTERVAL || bytesSinceProbe + bytes >= PROBE_BYTES);
  }

  void sent(long now, int bytes, boolean probe) {
    bytesSinceProbe += bytes;
    if (probe) {
      open.addLast(new Probe(now, bytesSinceProbe));
      bytesSinceProbe = 0;
      lastProbe = now;
      probed = true;
    }
  }

  void answered(long now) {
    answered = true;
    unanswered = 0;
    if (late > 0) {
      late--;
      return;
    }
    Probe probe = open.pollFirst();
    if (probe == null) {
      return;
    }
    long elapsed = Math.max(1, now - probe.sentAt());
    if (elapsed <= best || now - bestAt > FORGET_BEST) {
      best = elapsed;
      bestAt = now;
    }
    long drain = elapsed - best;
    if (probe.bytes() >= MEASURABLE_BYTES) {
      if (drain >= MEASURABLE_DRAIN) {
        long sample = probe.bytes() * TimeUnit.SECONDS.toNanos(1) / drain;
        rate = rate == 0 ? sample : (rate + sample) / 2;
      } else if (rate != 0) {
        rate *= 2; // faster than it was: no longer measurable
      }
    }
  }

  /** When a frame may be sent: empty for now, else the time to ask again. */
  OptionalLong waitUntil(long now) {
    Probe oldest = open.peekFirst();
    if (oldest == null) {
      return OptionalLong.empty();
    }
    long timeout = oldest.sentAt() + ANSWER_TIMEOUT;
    if (now - timeout >= 0) {
      late += open.size();
      unanswered += open.size();
      open.clear();
      return OptionalLong.empty();
    }
    if (!isSlow(now)) {
      return OptionalLong.empty();
    }
    if (open.size() == 1 && rate > 0) {
      // The next one may follow when this one should have left the narrowest part of the way.
      long drained = oldest.sentAt() + oldest.bytes() * TimeUnit.SECONDS.toNanos(1) / rate;
      return now - drained >= 0
          ? OptionalLong.empty()
          : OptionalLong.of(Math.min(drained, timeout));
    }
    return OptionalLong.of(timeout);
  }

  /** Until when an answer may still come that somebody else must not read; empty when none will. */
  OptionalLong answerDue(long now) {
    Probe newest = open.peekLast();
    if (newest == null || now - newest.sentAt() >= LAST_WORD) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(newest.sentAt() + LAST_WORD);
  }

  LinkQuality quality(long now) {
    return new LinkQuality(
        best == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(best), rate, isSlow(now));
  }

  private boolean isSlow(long now) {
    if (rate > 0 && rate < SLOW) {
      return true;
    }
    Probe oldest = open.peekFirst();
    return answered && oldest != null && now - oldest.sentAt() > 2 * best + OVERDUE;
  }
}
