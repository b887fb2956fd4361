package dev.pilothouse.agent.operation.create;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What follows from an order's id: the same in every run, so that a crash makes nothing twice. */
final class Derived {
  private Derived() {}

  static UUID uuid(UUID order) {
    return UUID.nameUUIDFromBytes(("vm of order " + order).getBytes(StandardCharsets.UTF_8));
  }

  /** A MAC address in QEMU's range. */
  static String mac(UUID order, int nic) {
    UUID random =
        UUID.nameUUIDFromBytes(
            ("nic " + nic + " of order " + order).getBytes(StandardCharsets.UTF_8));
    long bits = random.getLeastSignificantBits();
    return "52:54:00:%02x:%02x:%02x".formatted(bits & 0xff, bits >> 8 & 0xff, bits >> 16 & 0xff);
  }
}
