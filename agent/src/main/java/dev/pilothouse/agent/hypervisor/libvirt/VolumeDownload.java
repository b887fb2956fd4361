package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.Storage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.SizeT;
import org.libvirt.jna.StorageVolPointer;
import org.libvirt.jna.StreamPointer;

/** virStorageVolDownload of one piece over a virStream. */
final class VolumeDownload {
  /** VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX. */
  private static final int MESSAGE = 262_120;

  private VolumeDownload() {}

  static byte[] piece(ConnectionPointer conn, StorageVolPointer volume, long offset, int bytes) {
    if (bytes < 1 || bytes > Storage.MOST_DOWNLOADED) {
      throw new IllegalArgumentException(bytes + " bytes in one piece");
    }
    StreamPointer stream = Errors.check(LIBVIRT.virStreamNew(conn, 0));
    boolean whole = false;
    try {
      Errors.check(LIBVIRT.virStorageVolDownload(volume, stream, offset, bytes, 0));
      byte[] piece = receive(stream, bytes);
      Errors.check(LIBVIRT.virStreamFinish(stream));
      whole = true;
      return piece;
    } finally {
      if (!whole) {
        LIBVIRT.virStreamAbort(stream);
      }
      LIBVIRT.virStreamFree(stream);
    }
  }

  /** To the end of the stream: libvirt ends it after {@code bytes}, or where the volume ends. */
  private static byte[] receive(StreamPointer stream, int bytes) {
    ByteArrayOutputStream piece = new ByteArrayOutputStream(Math.min(bytes, MESSAGE));
    byte[] message = new byte[MESSAGE];
    while (true) {
      int received =
          Errors.check(LIBVIRT.virStreamRecv(stream, ByteBuffer.wrap(message), new SizeT(MESSAGE)));
      if (received == 0) {
        return piece.toByteArray();
      }
      piece.write(message, 0, received);
    }
  }
}
