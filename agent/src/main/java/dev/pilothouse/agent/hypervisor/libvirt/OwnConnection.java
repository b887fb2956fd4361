package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.libvirt.jna.ConnectionPointer;

/**
 * A connection for one long transfer. libvirt serves five calls of one client at a time, and a copy
 * that takes an hour must hold up none of the others.
 */
final class OwnConnection {
  private OwnConnection() {}

  /**
   * Runs {@code body} on a platform thread of its own, since libvirt keeps the last error by
   * thread, and waits for its end.
   *
   * @throws dev.pilothouse.fleet.operation.OperationException with libvirt's error
   */
  static <T> T call(String uri, Function<ConnectionPointer, T> body) {
    FutureTask<T> task = new FutureTask<>(() -> run(uri, body));
    Thread.ofPlatform().name("libvirt-transfer").daemon().start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Errors.lost("The agent is stopping; whether the transfer ends is unknown.");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  private static <T> T run(String uri, Function<ConnectionPointer, T> body) {
    ConnectionPointer conn;
    try {
      conn = Errors.check(LIBVIRT.virConnectOpenAuth(uri, null, 0));
    } catch (LibvirtError e) {
      throw Errors.notOpened(uri, e);
    }
    try {
      LIBVIRT.virConnectSetKeepAlive(conn, Link.KEEPALIVE_SECONDS, Link.KEEPALIVE_MISSES);
      return body.apply(conn);
    } catch (LibvirtError e) {
      if (LIBVIRT.virConnectIsAlive(conn) == 0) {
        throw Errors.lost("The connection to libvirt broke: " + e.getMessage());
      }
      throw Errors.translated(e);
    } finally {
      LIBVIRT.virConnectClose(conn);
    }
  }
}
