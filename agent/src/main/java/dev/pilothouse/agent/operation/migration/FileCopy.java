package dev.pilothouse.agent.operation.migration;

import dev.pilothouse.agent.hypervisor.Storage;
import dev.pilothouse.agent.hypervisor.Storage.TransferProgress;
import dev.pilothouse.agent.operation.migration.plan.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Files of one path on two hosts, read and written through both libvirts. */
record FileCopy(Storage here, Peer peer, String path) {
  private static final int PIECE = 4 << 20;

  /**
   * Writes over the file there what the file here holds.
   *
   * @param progress hears after every piece; what it throws ends it
   */
  void run(TransferProgress progress) {
    peer.tell(
        there -> {
          try {
            there.storage().upload(path, new Pieces(), 0, progress);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Whether both hold the same, byte by byte. */
  boolean same(TransferProgress progress) {
    for (long at = 0; ; ) {
      long offset = at;
      byte[] mine = here.download(path, offset, PIECE);
      byte[] theirs = peer.ask(there -> there.storage().download(path, offset, PIECE));
      if (!Arrays.equals(mine, theirs)) {
        return false;
      }
      if (mine.length == 0) {
        return true;
      }
      at += mine.length;
      progress.moved(at);
    }
  }

  /** The file here, piece by piece. */
  private final class Pieces extends InputStream {
    private byte[] piece = new byte[0];
    private int at;
    private long read;

    @Override
    public int read() {
      return more() ? piece[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (!more()) {
        return -1;
      }
      int taken = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, into, offset, taken);
      at += taken;
      return taken;
    }

    private boolean more() {
      if (at == piece.length) {
        piece = here.download(path, read, PIECE);
        read += piece.length;
        at = 0;
      }
      return piece.length > 0;
    }
  }
}
