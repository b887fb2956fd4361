package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.ToIntFunction;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.SizeT;
import org.libvirt.jna.StreamPointer;

/** All that a call of libvirt sends over a virStream of its own. */
final class Received {
  /** VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX. */
  private static final int MESSAGE = 262_120;

  private Received() {}

  /**
   * @param call answers below 0 when libvirt refused
   * @param most what comes beyond it is an error: it is not what was asked for
   */
  static byte[] of(ConnectionPointer conn, int most, ToIntFunction<StreamPointer> call) {
    StreamPointer stream = Errors.check(LIBVIRT.virStreamNew(conn, 0));
    boolean whole = false;
    try {
      Errors.check(call.applyAsInt(stream));
      byte[] all = toItsEnd(stream, most);
      Errors.check(LIBVIRT.virStreamFinish(stream));
      whole = true;
      return all;
    } finally {
      if (!whole) {
        LIBVIRT.virStreamAbort(stream);
      }
      LIBVIRT.virStreamFree(stream);
    }
  }

  private static byte[] toItsEnd(StreamPointer stream, int most) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(Math.min(most, MESSAGE));
    byte[] message = new byte[MESSAGE];
    while (true) {
      int received =
          Errors.check(LIBVIRT.virStreamRecv(stream, ByteBuffer.wrap(message), new SizeT(MESSAGE)));
      if (received == 0) {
        return all.toByteArray();
      }
      if (all.size() + received > most) {
        throw Errors.tooMuch(most);
      }
      all.write(message, 0, received);
    }
  }
}
