package dev.pilothouse.agent.hypervisor;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * An open connection to something of a VM, both ways at once. One thread may read while another
 * writes; any may close.
 */
public interface Conduit extends Closeable {
  /** Ends when the other side says that no more comes. */
  InputStream in();

  /** Closing it says that no more comes. */
  OutputStream out();

  /** Threads that may wait in it: virtual ones, unless the wait is one of the system's. */
  default Thread.Builder threads() {
    return Thread.ofVirtual();
  }

  /** At once, also for threads that wait in it. Harmless twice. */
  @Override
  void close();
}
