package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.operation.handler.RunnerStoppedException;
import dev.pilothouse.agent.operation.handler.Work;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call that returns at its end only, on a thread of its own, so that the operation's goes on
 * looking, and leaves it alone when the agent stops.
 */
final class Departing {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private Departing() {}

  /** Ends as {@code call} does. */
  static void run(Work work, Runnable call, Follower follower) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("migration-" + work.number())
        .daemon()
        .start(
            () -> {
              try {
                call.run();
                over.complete(null);
              } catch (Throwable e) {
                over.completeExceptionally(e);
              }
            });
    while (!ended(over)) {
      work.await(Duration.ZERO); // The agent may be stopping.
      follower.look();
    }
  }

  private static boolean ended(CompletableFuture<Void> over) {
    try {
      over.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunnerStoppedException();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException failed) {
        throw failed;
      }
      if (cause instanceof Error failed) {
        throw failed;
      }
      throw new IllegalStateException(e);
    }
  }
}
