package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.Consoles.Ear;
import dev.pilothouse.agent.hypervisor.Consoles.SerialConsole;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.Libvirt;
import org.libvirt.jna.SizeT;
import org.libvirt.jna.StreamPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One console's stream and the connection beneath it. Heard on libvirt's event thread. */
final class LibvirtConsole implements SerialConsole {
  private static final Logger LOG = LoggerFactory.getLogger(LibvirtConsole.class);

  /** VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX: the most that one message holds. */
  static final int MESSAGE = 262_120;

  /** So many messages, then it is somebody else's turn on the event thread. */
  private static final int TURN = 8;

  private static final int READABLE = 1;
  private static final int ERROR = 4;
  private static final int HANGUP = 8;
  private static final int WOULD_BLOCK = -2;

  /** Keepalive ends a connection that libvirtd reads no more before that. */
  private static final int SEND_SECONDS = 15;

  private final ConsoleStreams calls;
  private final ConnectionPointer conn;
  private final StreamPointer stream;
  private final Ear ear;

  // libvirt holds the callbacks' native side only; without these Java would collect them.
  private final Libvirt.VirStreamEventCallback onEvent = (s, events, opaque) -> receive();
  private final Libvirt.VirConnectCloseFunc onClose =
      (c, reason, opaque) -> end("the connection to libvirt broke");

  private final Object lock = new Object();
  private final Object sending = new Object();
  private boolean over;
  private boolean released;

  LibvirtConsole(ConsoleStreams calls, ConnectionPointer conn, StreamPointer stream, Ear ear) {
    this.calls = calls;
    this.conn = conn;
    this.stream = stream;
    this.ear = ear;
  }

  StreamPointer stream() {
    return stream;
  }

  /** From here on the ear hears. */
  void listen() {
    LIBVIRT.virConnectRegisterCloseCallback(conn, onClose, null, null);
    Errors.check(
        LIBVIRT.virStreamEventAddCallback(stream, READABLE | ERROR | HANGUP, onEvent, null, null));
  }

  private void receive() {
    try {
      for (int i = 0; i < TURN; i++) {
        byte[] bytes = received();
        if (bytes == null) {
          return;
        }
        if (bytes.length == 0) {
          end("the guest ended, or somebody took it");
          return;
        }
        ear.printed(bytes);
      }
    } catch (RuntimeException e) {
      LOG.error("hearing a console", e);
      end("it could not be heard: " + e.getMessage());
    }
  }

  /** Null when there is nothing now; empty at its end, of which libvirt does not say why. */
  private byte @Nullable [] received() {
    synchronized (lock) {
      if (over) {
        return null;
      }
      ByteBuffer message = calls.message();
      int received = LIBVIRT.virStreamRecv(stream, message, new SizeT(message.capacity()));
      if (received == WOULD_BLOCK) {
        return null;
      }
      byte[] bytes = new byte[Math.max(0, received)];
      message.get(0, bytes);
      return bytes;
    }
  }

  /** Tells it once. The event thread must not wait for libvirt, so the rest happens elsewhere. */
  private void end(String why) {
    if (ends()) {
      calls.run(this::release);
      ear.ended(why);
    }
  }

  @Override
  public void send(byte[] bytes) {
    try {
      calls.await(() -> sent(bytes), SEND_SECONDS);
    } catch (OperationException e) {
      if (e.failure().code() == ErrorCode.HYPERVISOR_SILENT) {
        end("the guest takes nothing");
      }
      throw e;
    }
  }

  private boolean sent(byte[] bytes) {
    synchronized (sending) {
      for (int done = 0; done < bytes.length; ) {
        int length = Math.min(bytes.length - done, MESSAGE);
        int taken =
            released
                ? -1
                : LIBVIRT.virStreamSend(
                    stream, ByteBuffer.wrap(bytes, done, length).slice(), new SizeT(length));
        if (taken <= 0) {
          throw new OperationException(
              ErrorCode.GUEST_SILENT, "The guest takes nothing, or its console is closed.");
        }
        done += taken;
      }
      return true;
    }
  }

  @Override
  public void close() {
    if (!ends()) {
      return;
    }
    try {
      boolean unused =
          calls.await(
              () -> {
                release();
                return true;
              },
              SEND_SECONDS);
    } catch (OperationException e) {
      LOG.debug("a console is let go later", e);
    }
  }

  /** Whether it was not over before. */
  private boolean ends() {
    synchronized (lock) {
      if (over) {
        return false;
      }
      over = true;
    }
    LIBVIRT.virStreamEventRemoveCallback(stream);
    return true;
  }

  /** Lets go of what libvirt holds, once. May wait for libvirt until keepalive gives up. */
  void release() {
    synchronized (sending) {
      if (released) {
        return;
      }
      released = true;
      LIBVIRT.virConnectUnregisterCloseCallback(conn, onClose);
      LIBVIRT.virStreamAbort(stream);
      LIBVIRT.virStreamFree(stream);
      LIBVIRT.virConnectClose(conn);
    }
  }
}
