package dev.pilothouse.agent.hypervisor.libvirt;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.pilothouse.agent.hypervisor.Conduit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A connected socket that libvirt gave us, of which Java knows nothing but its number. Waits in the
 * system's own calls, so on platform threads only.
 */
final class SocketConduit implements Conduit {
  private static final int BUFFER = 64 << 10;

  /** SHUT_WR and SHUT_RDWR of shutdown(2). */
  private static final int NO_MORE_OUT = 1;

  private static final int NOTHING_MORE = 2;

  /** EINTR. */
  private static final int INTERRUPTED = 4;

  private final int fd;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Who is in a call holds the read lock: the number must not become another's meanwhile. */
  private final ReadWriteLock calls = new ReentrantReadWriteLock();

  private final In in = new In();
  private final Out out = new Out();

  /**
   * @param fd from here on this object's to close
   */
  SocketConduit(int fd) {
    this.fd = fd;
  }

  /** Of the C library: read(2) and its neighbours. */
  interface Calls extends Library {
    Calls LIBC = Native.load("c", Calls.class);

    NativeLong read(int fd, Pointer buffer, NativeLong most) throws LastErrorException;

    NativeLong write(int fd, Pointer buffer, NativeLong length) throws LastErrorException;

    int shutdown(int fd, int how) throws LastErrorException;

    int close(int fd) throws LastErrorException;
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public Thread.Builder threads() {
    return Thread.ofPlatform().daemon();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        Calls.LIBC.shutdown(fd, NOTHING_MORE);
      } catch (LastErrorException e) {
        // The other end is gone already.
      }
      Lock alone = calls.writeLock();
      alone.lock();
      try {
        Calls.LIBC.close(fd);
      } catch (LastErrorException e) {
        // close(2): the number is free again all the same.
      } finally {
        alone.unlock();
      }
    }
  }

  private interface Call {
    int run();
  }

  private int call(Call call) throws IOException {
    Lock shared = calls.readLock();
    shared.lock();
    try {
      while (true) {
        if (closed.get()) {
          throw new IOException("it was closed");
        }
        try {
          return call.run();
        } catch (LastErrorException e) {
          if (e.getErrorCode() != INTERRUPTED) {
            throw new IOException(e.getMessage(), e);
          }
        }
      }
    } finally {
      shared.unlock();
    }
  }

  private final class In extends InputStream {
    private final Memory buffer = new Memory(BUFFER);

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      NativeLong most = new NativeLong(Math.min(length, BUFFER));
      int count = call(() -> Calls.LIBC.read(fd, buffer, most).intValue());
      if (count == 0) {
        return -1;
      }
      buffer.read(0, target, offset, count);
      return count;
    }
  }

  private final class Out extends OutputStream {
    private final Memory buffer = new Memory(BUFFER);

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      int done = 0;
      while (done < length) {
        NativeLong part = new NativeLong(Math.min(length - done, BUFFER));
        buffer.write(0, bytes, offset + done, part.intValue());
        done += call(() -> Calls.LIBC.write(fd, buffer, part).intValue());
      }
    }

    @Override
    public void close() throws IOException {
      int unused = call(() -> Calls.LIBC.shutdown(fd, NO_MORE_OUT));
    }
  }
}
