package dev.pilothouse.agent.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Small qcow2 files made by hand, whole and hostile. */
public final class Qcow2Bytes {
  private static final int CLUSTER = 1 << 16;

  private final ByteBuffer bytes = ByteBuffer.allocate(5 * CLUSTER);

  private Qcow2Bytes() {}

  /** Version 3, 1 MiB virtual, one data cluster at the end of the file. */
  public static Qcow2Bytes whole() {
    Qcow2Bytes file = new Qcow2Bytes();
    file.bytes
        .putInt(0, 0x514649fb)
        .putInt(4, 3)
        .putInt(20, 16)
        .putLong(24, 1 << 20)
        .putInt(36, 1)
        .putLong(40, 2 * CLUSTER)
        .putLong(48, CLUSTER)
        .putInt(56, 1)
        .putInt(96, 4)
        .putInt(100, 104)
        .putLong(2 * CLUSTER, (1L << 63) | (3 * CLUSTER))
        .putLong(3 * CLUSTER, (1L << 63) | (4 * CLUSTER));
    return file;
  }

  public Qcow2Bytes with(int at, int value) {
    bytes.putInt(at, value);
    return this;
  }

  public Qcow2Bytes with(int at, long value) {
    bytes.putLong(at, value);
    return this;
  }

  public Qcow2Bytes on(String backing) {
    byte[] name = backing.getBytes(StandardCharsets.UTF_8);
    bytes.putLong(8, 512).putInt(16, name.length).put(512, name);
    return this;
  }

  public byte[] all() {
    return bytes.array().clone();
  }

  public byte[] first(int length) {
    return java.util.Arrays.copyOf(bytes.array(), length);
  }
}
