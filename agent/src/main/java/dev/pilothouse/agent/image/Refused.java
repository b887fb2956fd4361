package dev.pilothouse.agent.image;

import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;

/** Why something is not taken in as an image. */
final class Refused {
  private Refused() {}

  static OperationException because(String why, String advice) {
    return new OperationException(new Failure(ErrorCode.BAD_INPUT, why, advice));
  }

  static OperationException convert(String format) {
    return because(
        "This is a disk in the format " + format + ", which is not taken.",
        "Convert it first: qemu-img convert -f "
            + format.toLowerCase(java.util.Locale.ROOT)
            + " -O qcow2 FILE NEW.qcow2");
  }

  static OperationException truncated(String what) {
    return because(
        "The image is cut off: " + what + ".", "Get it again, and compare its checksum.");
  }
}
