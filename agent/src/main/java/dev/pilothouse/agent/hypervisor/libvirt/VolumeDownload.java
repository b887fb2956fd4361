package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.Storage;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.StorageVolPointer;

/** virStorageVolDownload of one piece over a virStream. */
final class VolumeDownload {
  private VolumeDownload() {}

  /** libvirt ends the stream after {@code bytes}, or where the volume ends. */
  static byte[] piece(ConnectionPointer conn, StorageVolPointer volume, long offset, int bytes) {
    if (bytes < 1 || bytes > Storage.MOST_DOWNLOADED) {
      throw new IllegalArgumentException(bytes + " bytes in one piece");
    }
    return Received.of(
        conn, bytes, stream -> LIBVIRT.virStorageVolDownload(volume, stream, offset, bytes, 0));
  }
}
