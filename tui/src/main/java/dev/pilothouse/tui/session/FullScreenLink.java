package dev.pilothouse.tui.session;

import dev.pilothouse.tui.terminal.Link;

/**
 * A link on which the terminal is set up before the first frame and restored after the last one,
 * whatever ends the session. Thread-safe.
 */
final class FullScreenLink implements Link {
  private final Link link;
  private final byte[] enter;
  private boolean entered;
  private boolean writing;
  private byte[] leave = {};
  private int status = -1;

  FullScreenLink(Link link, byte[] enter) {
    this.link = link;
    this.enter = enter;
  }

  @Override
  public void write(byte[] bytes, Runnable written) {
    byte[] all;
    synchronized (this) {
      if (status >= 0) {
        all = new byte[0];
      } else {
        all = entered ? bytes : joined(enter, bytes);
        entered = true;
        writing = true;
      }
    }
    if (all.length == 0) {
      written.run();
    } else {
      link.write(all, () -> written(written));
    }
  }

  private void written(Runnable next) {
    boolean last;
    synchronized (this) {
      writing = false;
      last = status >= 0;
    }
    if (last) {
      restore();
    } else {
      next.run();
    }
  }

  /**
   * Restores the terminal after what is being written, and closes the link. Only the first call
   * counts.
   */
  void finish(byte[] leaveBytes, int exitStatus) {
    synchronized (this) {
      if (status >= 0) {
        return;
      }
      status = exitStatus;
      leave = leaveBytes;
      if (writing) {
        return;
      }
    }
    restore();
  }

  private void restore() {
    if (entered) {
      link.write(leave, () -> link.close(status));
    } else {
      link.close(status);
    }
  }

  @Override
  public void close(int exitStatus) {
    link.close(exitStatus);
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] all = new byte[a.length + b.length];
    System.arraycopy(a, 0, all, 0, a.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
