package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.Storage.TransferProgress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.SizeT;
import org.libvirt.jna.StorageVolPointer;
import org.libvirt.jna.StreamPointer;

/** virStorageVolUpload, piece by piece over a virStream. */
final class VolumeUpload {
  /** What libvirt sends in one message at most: VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX. */
  private static final int PIECE = 262_120;

  private VolumeUpload() {}

  /** The content could not be read. */
  static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final IOException cause;

    UnreadableException(IOException cause) {
      super(cause);
      this.cause = cause;
    }

    IOException cause() {
      return cause;
    }
  }

  static void run(
      ConnectionPointer conn,
      StorageVolPointer volume,
      InputStream content,
      long bytes,
      TransferProgress progress) {
    StreamPointer stream = Errors.check(LIBVIRT.virStreamNew(conn, 0));
    boolean whole = false;
    try {
      Errors.check(LIBVIRT.virStorageVolUpload(volume, stream, 0, bytes, 0));
      send(stream, content, progress);
      Errors.check(LIBVIRT.virStreamFinish(stream));
      whole = true;
    } finally {
      if (!whole) {
        LIBVIRT.virStreamAbort(stream);
      }
      LIBVIRT.virStreamFree(stream);
    }
  }

  private static void send(StreamPointer stream, InputStream content, TransferProgress progress) {
    byte[] piece = new byte[PIECE];
    long moved = 0;
    for (int read = read(content, piece); read > 0; read = read(content, piece)) {
      int sent = 0;
      while (sent < read) {
        ByteBuffer rest = ByteBuffer.wrap(piece, sent, read - sent).slice();
        sent += Errors.check(LIBVIRT.virStreamSend(stream, rest, new SizeT(read - sent)));
      }
      moved += read;
      progress.moved(moved);
    }
  }

  private static int read(InputStream content, byte[] piece) {
    try {
      return content.readNBytes(piece, 0, piece.length);
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }
}
