package dev.pilothouse.agent.image;

import dev.pilothouse.fleet.operation.ErrorCode;
import java.io.Closeable;
import java.io.InputStream;

/** Content that comes from somewhere. Closing it ends a read that waits, on any thread. */
public interface Content extends Closeable {
  InputStream stream();

  /** What a person does when it breaks. */
  default String advice() {
    return ErrorCode.SOURCE_UNREACHABLE.hint();
  }

  /** How many bytes will come; -1 when that is not known. */
  long size();
}
