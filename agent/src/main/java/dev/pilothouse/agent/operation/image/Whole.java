package dev.pilothouse.agent.operation.image;

import dev.pilothouse.agent.image.Probe;
import dev.pilothouse.agent.image.Probed;
import dev.pilothouse.agent.image.Qcow2Tables;

/**
 * An image whose every byte has come.
 *
 * @param size of its file
 */
record Whole(Probed probed, long size, long maxVirtualBytes) {
  /** Refuses one that was cut off. */
  void check(Qcow2Tables.Pieces file) {
    if (probed.qcow2() != null) {
      probed.qcow2().bounds(size);
      Qcow2Tables.check(probed.qcow2(), size, file);
    } else if (probed.virtualBytes() < 0) {
      // Its size was not known before.
      var unused = Probe.of(file.read(0, Probe.HEAD), size, true, maxVirtualBytes);
    }
  }

  long virtualBytes() {
    return probed.virtualBytes() < 0 ? size : probed.virtualBytes();
  }
}
