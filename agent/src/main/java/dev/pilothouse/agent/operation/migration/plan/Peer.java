package dev.pilothouse.agent.operation.migration.plan;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.operation.handler.Work;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.MigrationOperation.Destination;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The hypervisor of the host that a VM goes to. Connects when it is first asked, and again after it
 * was lost. What it fails with is HOST_UNREACHABLE whenever it gave no answer: nothing that happens
 * to it is about this host. For one thread.
 */
public final class Peer implements AutoCloseable {
  private final Work work;
  private final Destination to;
  private @Nullable Hypervisor open;

  public Peer(Work work, Destination to) {
    this.work = work;
    this.to = to;
  }

  public String host() {
    return to.host();
  }

  public <T> T ask(Function<Hypervisor, T> question) {
    try {
      Hypervisor there = open;
      if (there == null) {
        there = work.hypervisor().migrations().peer(to.address().uri());
        open = there;
      }
      return question.apply(there);
    } catch (OperationException e) {
      if (!gaveNoAnswer(e)) {
        throw e;
      }
      close();
      throw new OperationException(
          new Failure(
              ErrorCode.HOST_UNREACHABLE,
              to.host() + " cannot be asked: " + e.failure().message(),
              "See that libvirt answers there: 'virsh -c "
                  + to.address().uri()
                  + " list' on "
                  + work.hypervisor().hostName()
                  + "."),
          e);
    }
  }

  public void tell(Consumer<Hypervisor> deed) {
    ask(
        there -> {
          deed.accept(there);
          return there;
        });
  }

  /** Whether that says nothing about what was asked. */
  public static boolean gaveNoAnswer(OperationException e) {
    return switch (e.failure().code()) {
      case HOST_UNREACHABLE, HYPERVISOR_LOST, HYPERVISOR_SILENT, DENIED -> true;
      default -> false;
    };
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
