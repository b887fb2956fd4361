package dev.pilothouse.agent.operation;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What goes wrong with calls of a fake hypervisor, by the names of its methods. */
final class Faults {
  private final Map<String, Fault> faults = new HashMap<>();
  private final Map<String, CountDownLatch> blocks = new HashMap<>();

  /** What happens to the next call of a method. */
  enum Fault {
    LOST_BEFORE,
    LOST_AFTER,
    /** No answer in time, and no effect so far. */
    HANGS
  }

  synchronized void failNext(String method, Fault fault) {
    faults.put(method, fault);
  }

  synchronized CountDownLatch blockNext(String method) {
    CountDownLatch latch = new CountDownLatch(1);
    blocks.put(method, latch);
    return latch;
  }

  synchronized int blocked() {
    return blocks.size();
  }

  /**
   * To be called before a method has its effect.
   *
   * @param lost whether the connection is lost; asked when nothing blocks the call any more
   */
  void before(String method, BooleanSupplier lost) {
    await(blocked(method));
    if (lost.getAsBoolean()) {
      throw connectionLost();
    }
    Fault fault = next(method);
    if (fault == Fault.HANGS) {
      throw new OperationException(ErrorCode.HYPERVISOR_SILENT, "No answer within 300 s.");
    }
    if (fault == Fault.LOST_BEFORE) {
      throw connectionLost();
    }
  }

  /** To be called when it has had it. */
  synchronized void after(String method) {
    if (faults.remove(method, Fault.LOST_AFTER)) {
      throw connectionLost();
    }
  }

  private synchronized @Nullable CountDownLatch blocked(String method) {
    return blocks.remove(method);
  }

  /** The fault that strikes before the effect, once. */
  private synchronized @Nullable Fault next(String method) {
    return faults.get(method) == Fault.LOST_AFTER ? null : faults.remove(method);
  }

  private static void await(@Nullable CountDownLatch latch) {
    try {
      if (latch != null) {
        latch.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw connectionLost();
    }
  }

  private static OperationException connectionLost() {
    return new OperationException(ErrorCode.HYPERVISOR_LOST, "The connection is lost.");
  }
}
