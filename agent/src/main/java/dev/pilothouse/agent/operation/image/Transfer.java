package dev.pilothouse.agent.operation.image;

import dev.pilothouse.agent.image.Content;
import dev.pilothouse.agent.image.Rate;
import dev.pilothouse.agent.operation.handler.RunnerStoppedException;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that waits for bytes, on a thread of its own, while the operation's thread watches: tells
 * how far it is and how fast, and ends it when a person cancels, the agent stops, or nothing comes
 * any more. Thread-safe.
 */
final class Transfer {
  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final Duration END_WITHIN = Duration.ofSeconds(3);

  /** What is done; may throw {@link IOException} when the content cannot be read. */
  @FunctionalInterface
  interface Body<T> {
    T run(Transfer transfer) throws IOException;
  }

  private final Work work;
  private @Nullable Content content;
  private @Nullable RuntimeException ended;
  private String phase = "";
  private long moved;
  private long total = -1;
  private long since = System.nanoTime();
  private long lastByte = System.nanoTime();

  private Transfer(Work work) {
    this.work = work;
  }

  /**
   * @throws OperationException CANCELLED, or that the content cannot be read
   */
  static <T> T watch(Work work, Body<T> body) {
    Transfer transfer = new Transfer(work);
    FutureTask<T> task = new FutureTask<>(() -> body.run(transfer));
    Thread thread = Thread.ofPlatform().name("transfer").daemon().start(task);
    try {
      while (true) {
        try {
          return task.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          transfer.look();
        }
      }
    } catch (ExecutionException e) {
      throw transfer.translated(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      transfer.end(new RunnerStoppedException());
      throw new RunnerStoppedException();
    } catch (RunnerStoppedException e) {
      transfer.end(e);
      awaitEnd(thread);
      throw e;
    } finally {
      transfer.close();
    }
  }

  private static void awaitEnd(Thread thread) {
    try {
      thread.join(END_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    work.await(Duration.ZERO);
    if (work.cancelRequested()) {
      end(new OperationException(ErrorCode.CANCELLED, "Cancelled; nothing was kept."));
    }
    synchronized (this) {
      if (content != null && System.nanoTime() - lastByte > SILENCE.toNanos()) {
        end(
            new OperationException(
                ErrorCode.SOURCE_UNREACHABLE,
                "Nothing came for " + SILENCE.toSeconds() + " s after " + moved + " bytes."));
      }
      tell();
    }
  }

  private synchronized void tell() {
    if (!phase.isEmpty()) {
      work.progress(
          total > 0 ? Math.clamp(100 * moved / total, 0, 99) : -1,
          phase + ": " + Rate.words(moved, total, Duration.ofNanos(System.nanoTime() - since)));
    }
  }

  /** Where the bytes come from; closed at the end, or earlier to end it. */
  synchronized <C extends Content> C from(C source) {
    content = source;
    lastByte = System.nanoTime();
    // It may have been ended while the connection was made.
    check();
    return source;
  }

  /** From here on bytes are counted anew. */
  synchronized void begin(String nowDoing, long bytes) {
    phase = nowDoing;
    total = bytes;
    moved = 0;
    since = System.nanoTime();
    lastByte = since;
  }

  /** Nothing more comes from outside. */
  synchronized void whole() {
    content = null;
  }

  /** Throws when it shall not go on. */
  synchronized void moved(long bytes) {
    moved = bytes;
    lastByte = System.nanoTime();
    check();
  }

  synchronized void check() {
    if (ended != null) {
      throw ended;
    }
  }

  private synchronized void end(RuntimeException why) {
    if (ended == null) {
      ended = why;
    }
    close();
  }

  private synchronized void close() {
    if (content != null) {
      try {
        content.close();
      } catch (IOException e) {
        LOG.debug("closing what an image came from", e);
      }
    }
  }

  private synchronized RuntimeException translated(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    // Whatever broke then broke because it was ended.
    if (ended != null) {
      return ended;
    }
    if (cause instanceof IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new OperationException(
          new Failure(
              ErrorCode.SOURCE_UNREACHABLE,
              "It could not be read to its end: " + why + ". Nothing was kept.",
              content == null ? ErrorCode.SOURCE_UNREACHABLE.hint() : content.advice()));
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }
}
