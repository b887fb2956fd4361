package dev.pilothouse.agent.image;

import java.io.Closeable;
import java.io.InputStream;

/** Content that comes from somewhere. Closing it ends a read that waits, on any thread. */
public interface Content extends Closeable {
  InputStream stream();

  /** How many bytes will come; -1 when that is not known. */
  long size();
}
