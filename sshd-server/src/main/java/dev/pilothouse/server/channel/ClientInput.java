package dev.pilothouse.server.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * What a client sends on a channel, to be read as a stream. Unread bytes are bounded by the
 * channel's window: {@code done} is told of bytes as they are read, and only then the client may
 * send as many more.
 */
public final class ClientInput extends InputStream {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> unread = new ArrayDeque<>();
  private final IntConsumer done;
  private int position;
  private boolean ended;
  private boolean brokenOff;

  public ClientInput(IntConsumer done) {
    this.done = done;
  }

  /** Takes the array over. */
  public void add(byte[] bytes) {
    lock.lock();
    try {
      if (bytes.length > 0 && !ended) {
        unread.add(bytes);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  public void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What was not read yet never will be: whoever sent it is gone, and did not say that it ended.
   */
  public void breakOff() {
    lock.lock();
    try {
      if (!ended) {
        brokenOff = true;
        unread.clear();
        end();
      }
    } finally {
      lock.unlock();
    }
  }

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
    int read = 0;
    lock.lock();
    try {
      while (unread.isEmpty() && !ended) {
        changed.await();
      }
      while (read < length && !unread.isEmpty()) {
        byte[] first = unread.element();
        int part = Math.min(first.length - position, length - read);
        System.arraycopy(first, position, target, offset + read, part);
        position += part;
        read += part;
        if (position == first.length) {
          unread.remove();
          position = 0;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it read");
    } finally {
      lock.unlock();
    }
    if (read == 0) {
      if (brokenOff) {
        throw new IOException("the client went away");
      }
      return -1;
    }
    done.accept(read);
    return read;
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return unread.stream().mapToInt(bytes -> bytes.length).sum() - position;
    } finally {
      lock.unlock();
    }
  }
}
