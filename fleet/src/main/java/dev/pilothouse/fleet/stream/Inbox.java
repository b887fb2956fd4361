package dev.pilothouse.fleet.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Data that arrived and waits to be read: a few frames, then whoever brings more waits.
 * Thread-safe.
 */
final class Inbox extends InputStream {
  private static final int FRAMES = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> unread = new ArrayDeque<>();
  private int position;
  private boolean ended;
  private @Nullable IOException broken;

  /** Waits for room; what comes after the end or the break is dropped. */
  void add(byte[] body) throws InterruptedIOException {
    lock.lock();
    try {
      while (unread.size() >= FRAMES && broken == null) {
        changed.await();
      }
      if (body.length > 0 && !ended && broken == null) {
        unread.add(body);
        changed.signalAll();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      lock.unlock();
    }
  }

  /** All has arrived. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What did not end now never will; what is unread goes. The first reason stays. */
  void breakOff(IOException why) {
    lock.lock();
    try {
      if (broken == null) {
        broken = why;
        if (!ended) {
          unread.clear();
        }
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Why it broke; null while it did not. */
  @Nullable IOException broken() {
    lock.lock();
    try {
      return broken;
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
    lock.lock();
    try {
      while (unread.isEmpty() && !ended && broken == null) {
        changed.await();
      }
      if (unread.isEmpty()) {
        if (ended) {
          return -1;
        }
        throw new IOException(Objects.requireNonNull(broken).getMessage(), broken);
      }
      byte[] first = unread.element();
      int part = Math.min(first.length - position, length);
      System.arraycopy(first, position, target, offset, part);
      position += part;
      if (position == first.length) {
        unread.remove();
        position = 0;
        changed.signalAll();
      }
      return part;
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      lock.unlock();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }
}
