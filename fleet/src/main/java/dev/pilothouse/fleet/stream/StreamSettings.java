package dev.pilothouse.fleet.stream;

import dev.pilothouse.fleet.operation.StreamOffer.Address;
import java.util.List;

/**
 * Where a management node waits for the streams of agents.
 *
 * @param address to listen on, from the first offer on
 * @param port 0 lets the system choose
 * @param advertised where agents find it; empty: at the address that it listens on, or at all of
 *     this machine's when that is a wildcard. Port 0 stands for the one that it listens on
 */
public record StreamSettings(String address, int port, List<Address> advertised) {
  public StreamSettings {
    advertised = List.copyOf(advertised);
  }

  /** For agents on this machine only. */
  public static StreamSettings onLoopback() {
    return new StreamSettings("127.0.0.1", 0, List.of());
  }
}
