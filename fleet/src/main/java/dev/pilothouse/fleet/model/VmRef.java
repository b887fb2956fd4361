package dev.pilothouse.fleet.model;

import java.util.UUID;

/**
 * The identity of a VM: its UUID on its host. Names change and repeat; this does not, so marks,
 * selections and operations all go by it.
 */
public record VmRef(String host, UUID uuid) {
  @Override
  public String toString() {
    return host + "/" + uuid;
  }
}
