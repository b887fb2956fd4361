package dev.pilothouse.fleet.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and that a person may want to know: the line under the panes, {@code
 * event list} and {@code event follow}. (A {@link FleetEvent} is a change of data; this is its
 * story.)
 *
 * @param vm the VM it is about, or null
 * @param vmName its name at that time; empty when {@code vm} is null
 * @param what in a few words, such as {@code started (booted)}
 */
public record Notice(
    Instant at, Severity severity, String host, @Nullable VmRef vm, String vmName, String what) {
  /** How much it matters. */
  public enum Severity {
    INFO,
    WARNING,
    ALERT
  }
}
