package dev.pilothouse.agent.operation.handler;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this run of the agent knows of VMs that leave its host, beyond one operation. Thread-safe.
 */
public final class Departures {
  /**
   * What is set for a migration under way.
   *
   * @param bytesPerSecond 0 for no limit
   */
  public record Limits(long bytesPerSecond, long maxDowntimeMillis) {}

  private final Map<String, Long> speeds = new ConcurrentHashMap<>();
  private final Map<UUID, Limits> limits = new ConcurrentHashMap<>();
  private final Set<String> same = ConcurrentHashMap.newKeySet();
  private final Set<String> loading = new HashSet<>();

  /** What the way to a host carried when a VM went there last, in bytes a second. */
  public Optional<Long> speedTo(String host) {
    return Optional.ofNullable(speeds.get(host));
  }

  public void ranTo(String host, long bytesPerSecond) {
    speeds.put(host, bytesPerSecond);
  }

  /** Of a VM that leaves now. */
  public Optional<Limits> limits(UUID vm) {
    return Optional.ofNullable(limits.get(vm));
  }

  public void limit(UUID vm, Limits now) {
    limits.put(vm, now);
  }

  public void left(UUID vm) {
    limits.remove(vm);
  }

  /**
   * Whether a file was found, or made, the same here and there; {@code file} says its sizes too.
   */
  public boolean same(String host, String file) {
    return same.contains(host + " " + file);
  }

  public void isSame(String host, String file) {
    same.add(host + " " + file);
  }

  /**
   * Lets one operation at a time put files onto another host, for they may need the same ones.
   *
   * @return whether it may; then {@link #loaded} must follow
   */
  public boolean load(String host) {
    synchronized (loading) {
      return loading.add(host);
    }
  }

  public void loaded(String host) {
    synchronized (loading) {
      loading.remove(host);
    }
  }
}
