package dev.pilothouse.agent.hypervisor.simulated;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What volumes hold: the beginning of what was uploaded. A demo that takes in an image of gigabytes
 * must not keep it in memory, so that the rest reads as zeros. Thread-safe.
 */
final class SimulatedContents {
  private static final int KEPT = 4 << 20;

  private final Map<String, byte[]> kept = new HashMap<>();

  synchronized void write(String path, long at, byte[] piece, int length) {
    byte[] before = kept.getOrDefault(path, new byte[0]);
    int end = (int) Math.min(KEPT, at + length);
    if (at >= end) {
      return;
    }
    byte[] after = Arrays.copyOf(before, Math.max(before.length, end));
    System.arraycopy(piece, 0, after, (int) at, end - (int) at);
    kept.put(path, after);
  }

  /** Of what is kept. */
  synchronized long length(String path) {
    return kept.getOrDefault(path, new byte[0]).length;
  }

  synchronized byte[] read(String path, long size, long offset, int bytes) {
    int length = (int) Math.max(0, Math.min(bytes, size - offset));
    byte[] all = kept.getOrDefault(path, new byte[0]);
    byte[] piece = new byte[length];
    if (offset < all.length) {
      System.arraycopy(all, (int) offset, piece, 0, (int) Math.min(length, all.length - offset));
    }
    return piece;
  }

  synchronized void copy(String from, String to) {
    byte[] content = kept.get(from);
    if (content != null) {
      kept.put(to, content);
    }
  }

  /** As it is at another host. */
  void take(String path, SimulatedContents from) {
    byte[] content = from.read(path, KEPT, 0, (int) from.length(path));
    write(path, 0, content, content.length);
  }

  synchronized void forget(String path) {
    kept.remove(path);
  }
}
