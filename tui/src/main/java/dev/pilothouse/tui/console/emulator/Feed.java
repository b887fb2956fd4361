package dev.pilothouse.tui.console.emulator;

import com.techsenger.jeditermfx.core.TerminalDataStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is to be emulated, on its way from who brings it to the thread that does it, which waits for
 * more wherever a sequence is torn. Little is kept: who brings more waits.
 */
final class Feed implements TerminalDataStream {
  private static final int MOST_PIECES = 4;

  /** The longest run of text taken at once, so that nobody waits long for the picture. */
  private static final int MOST_TEXT = 4096;

  private static final int FIRST_PRINTABLE = ' ';

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<char[]> pieces = new ArrayDeque<>();
  private char[] piece = new char[0];
  private int at;
  private boolean closed;
  private boolean idle;

  /** Waits while enough is under way; dropped once it is closed. */
  void add(char[] text) throws InterruptedIOException {
    lock.lock();
    try {
      while (pieces.size() >= MOST_PIECES && !closed) {
        changed.await();
      }
      if (text.length > 0 && !closed) {
        pieces.add(text);
        idle = false;
        changed.signalAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      pieces.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that was added is emulated, or it is closed. */
  void drain() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && !(idle && pieces.isEmpty())) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public char getChar() throws IOException {
    while (at == piece.length) {
      piece = next();
      at = 0;
    }
    return piece[at++];
  }

  private char[] next() throws IOException {
    lock.lock();
    try {
      idle = pieces.isEmpty();
      changed.signalAll();
      while (pieces.isEmpty() && !closed) {
        changed.await();
      }
      if (closed) {
        throw new EOF();
      }
      char[] next = pieces.remove();
      changed.signalAll();
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EOF();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void pushChar(char c) {
    pushBackBuffer(new char[] {c}, 1);
  }

  @Override
  public void pushBackBuffer(char[] text, int length) {
    char[] joined = new char[length + piece.length - at];
    System.arraycopy(text, 0, joined, 0, length);
    System.arraycopy(piece, at, joined, length, piece.length - at);
    piece = joined;
    at = 0;
  }

  @Override
  public String readNonControlCharacters(int most) throws IOException {
    while (at == piece.length) {
      piece = next();
      at = 0;
    }
    int end = at;
    int limit = Math.min(piece.length, at + Math.min(most, MOST_TEXT));
    while (end < limit && piece[end] >= FIRST_PRINTABLE) {
      end++;
    }
    String text = new String(piece, at, end - at);
    at = end;
    return text;
  }

  /** JediTerm asks whether more lies here already; then it waits with its repainting. */
  @Override
  public boolean isEmpty() {
    return at == piece.length;
  }
}
