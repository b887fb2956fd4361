package dev.pilothouse.tui;

import dev.pilothouse.fleet.model.Image;
import java.util.List;

/**
 * The images of the fleet as one person may put them in and take them away, for doors that copy
 * files. All methods throw {@link dev.pilothouse.fleet.operation.OperationException} with what went
 * wrong. Thread-safe.
 */
public interface ImageShelf {
  /** The hosts' names, in order. */
  List<String> hosts();

  /** Those of a host, by name. */
  List<Image> images(String host);

  /**
   * Orders a new image, and returns when the host's agent waits for its bytes.
   *
   * @param raw take what looks like no image at all for a raw disk
   */
  Upload add(String host, String name, boolean raw);

  /** Deletes an image and waits for that. */
  void remove(String host, String name);

  /** Bytes on their way in, in order. Thread-safe as far as it says so. */
  interface Upload {
    /** Waits while the host takes no more. */
    void write(byte[] bytes, int offset, int length);

    /** That was all: waits until it is an image. */
    void finish();

    /**
     * Unless all was sent, breaks it off: nothing is kept. From any thread, and harmless twice.
     *
     * @param why for the operation's record
     */
    void abort(String why);
  }
}
