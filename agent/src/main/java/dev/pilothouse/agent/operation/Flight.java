package dev.pilothouse.agent.operation;

import dev.pilothouse.agent.operation.handler.Outcome;
import dev.pilothouse.fleet.bus.AgentLine.Delivery;
import dev.pilothouse.fleet.operation.Order;
import dev.pilothouse.fleet.operation.Verb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One operation between its delivery and the acknowledgement of all its deliveries. */
final class Flight {
  private final Order order;
  private final boolean recovered;
  private final Bell bell = new Bell();
  private final List<Delivery> deliveries = new ArrayList<>();
  private boolean landed;
  private volatile boolean cancelRequested;
  private volatile @Nullable Outcome outcome;

  /**
   * @param recovered an earlier run of this agent accepted it
   */
  Flight(Order order, boolean recovered) {
    this.order = order;
    this.recovered = recovered;
  }

  Order order() {
    return order;
  }

  long number() {
    return order.number();
  }

  boolean recovered() {
    return recovered;
  }

  /** Reads have no effect: they are not journaled and wait behind nothing. */
  boolean readsOnly() {
    return order.operation().verb().risk() == Verb.Risk.READS;
  }

  Bell bell() {
    return bell;
  }

  void requestCancel() {
    cancelRequested = true;
    bell.ring();
  }

  boolean cancelRequested() {
    return cancelRequested;
  }

  void end(Outcome how) {
    outcome = how;
  }

  @Nullable Outcome outcome() {
    return outcome;
  }

  /** Adds a delivery to acknowledge at the end; false when the end has come already. */
  synchronized boolean attach(Delivery delivery) {
    if (!landed) {
      deliveries.add(delivery);
    }
    return !landed;
  }

  /** The deliveries to acknowledge; from now on none is added. */
  synchronized List<Delivery> land() {
    landed = true;
    return List.copyOf(deliveries);
  }
}
