package dev.pilothouse.fleet.stream;

import dev.pilothouse.fleet.operation.StreamOffer;
import java.util.concurrent.CompletableFuture;

/** A stream that is offered to one agent, until it comes or this is closed. Thread-safe. */
public final class Offering implements AutoCloseable {
  private final StreamOffer offer;
  private final String agent;
  private final Runnable withdraw;
  private final CompletableFuture<StreamLink> taken = new CompletableFuture<>();

  /**
   * @param agent the pin of the only one who may take it
   */
  Offering(StreamOffer offer, String agent, Runnable withdraw) {
    this.offer = offer;
    this.agent = agent;
    this.withdraw = withdraw;
  }

  /** For the order. */
  public StreamOffer offer() {
    return offer;
  }

  String agent() {
    return agent;
  }

  /** Done when the agent came; cancelled when the offer was withdrawn before. */
  public CompletableFuture<StreamLink> taken() {
    return taken;
  }

  /** Withdraws the offer, and closes the stream if it was taken. Harmless twice. */
  @Override
  public void close() {
    withdraw.run();
    if (!taken.cancel(false) && !taken.isCompletedExceptionally()) {
      taken.join().close();
    }
  }
}
