package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.fleet.model.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which life of a VM this is, from power-on to power-off: its hypervisor process's start time. Two
 * looks at the same life agree within two seconds.
 */
public record Incarnation(@Nullable Instant startedAt) {
  /** The fact's name in the journal. */
  public static final String FACT = "started-at";

  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** How a VM compares with what the journal says. */
  public enum Match {
    /** The same hypervisor process still runs. */
    SAME,
    /** It is off, gone, or another process runs it: that life has ended. */
    ENDED,
    UNKNOWN
  }

  public static Incarnation of(Vm vm) {
    return new Incarnation(vm.startedAt());
  }

  /** For the journal. */
  public String fact() {
    return startedAt == null ? "" : startedAt.toString();
  }

  /** Compares the life noted before with the VM as it is now. */
  public static Match compare(@Nullable String noted, Optional<Vm> now) {
    if (now.isEmpty() || !now.get().state().active()) {
      return Match.ENDED;
    }
    Instant startedAt = now.get().startedAt();
    if (noted == null || noted.isEmpty() || startedAt == null) {
      return Match.UNKNOWN;
    }
    Duration apart = Duration.between(Instant.parse(noted), startedAt).abs();
    return apart.compareTo(TOLERANCE) <= 0 ? Match.SAME : Match.ENDED;
  }
}
