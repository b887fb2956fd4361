package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.Consoles.Ear;
import dev.pilothouse.fleet.operation.OperationException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.libvirt.jna.ConnectionPointer;

/**
 * Opens serial consoles, each over a connection of its own. libvirtd keeps what a guest does not
 * take as requests of the connection that sent it: after 60 KiB for one paused guest it reads
 * nothing more of that connection, not even signs of life. So a guest can end only its own console.
 *
 * <p>No console has a thread: what guests print is heard on libvirt's event thread. Calls that wait
 * run on platform threads that come and go, because libvirt keeps the last error by thread.
 */
final class ConsoleStreams {
  private static final int NONBLOCK = 1;
  private static final int FORCE = 1;

  private final String uri;
  private final ExecutorService calls =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().name("libvirt-console-", 0).daemon().factory());

  /** All that is heard is heard on one thread. */
  private final ByteBuffer message = ByteBuffer.allocateDirect(LibvirtConsole.MESSAGE);

  ConsoleStreams(String uri) {
    this.uri = uri;
  }

  LibvirtConsole open(UUID vm, boolean force, Ear ear) {
    EventLoop.ensureRunning();
    return await(() -> opened(vm, force, ear), 30);
  }

  private LibvirtConsole opened(UUID vm, boolean force, Ear ear) {
    ConnectionPointer conn;
    try {
      conn = Errors.check(LIBVIRT.virConnectOpenAuth(uri, null, 0));
    } catch (LibvirtError e) {
      throw Errors.notOpened(uri, e);
    }
    LibvirtConsole console = null;
    try {
      LIBVIRT.virConnectSetKeepAlive(conn, Link.KEEPALIVE_SECONDS, Link.KEEPALIVE_MISSES);
      console =
          new LibvirtConsole(this, conn, Errors.check(LIBVIRT.virStreamNew(conn, NONBLOCK)), ear);
      LibvirtConsole opened = console;
      Domains.with(
          conn,
          vm,
          domain ->
              Errors.check(
                  LIBVIRT.virDomainOpenConsole(domain, null, opened.stream(), force ? FORCE : 0)));
      opened.listen();
      return opened;
    } catch (LibvirtError e) {
      boolean lost = LIBVIRT.virConnectIsAlive(conn) == 0;
      if (console == null) {
        LIBVIRT.virConnectClose(conn);
      } else {
        console.release();
      }
      throw lost
          ? Errors.lost("The connection to libvirt broke: " + e.getMessage())
          : Errors.translated(e);
    }
  }

  /** Room for one message; only on libvirt's event thread. */
  ByteBuffer message() {
    return message.clear();
  }

  /** Later, on a platform thread. */
  void run(Runnable task) {
    calls.execute(task);
  }

  <T> T await(Callable<T> call, int seconds) {
    Future<T> answer = calls.submit(call);
    try {
      return answer.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw Errors.silent("libvirt did not answer within " + seconds + " s.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Errors.lost("The agent is stopping.");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof OperationException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }
}
