package dev.pilothouse.agent.operation.handler;

import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmRef;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.MigrationFigures;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.Principal;
import dev.pilothouse.fleet.stream.StreamDial;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One operation under way, as its handler sees it. */
public interface Work {
  /** The order's id; whatever is derived from it is the same after a restart. */
  UUID id();

  /** Who ordered it. */
  Principal principal();

  Hypervisor hypervisor();

  Instant now();

  /** What the host's owner decided. */
  HostPolicy policy();

  Trash trash();

  Maintenance maintenance();

  Departures departures();

  /** The order's number, for people. */
  long number();

  /** Takes the streams that people offer. */
  StreamDial streams();

  /** Goes on with the streams of consoles. */
  Viewers viewers();

  /** Goes on with the streams to displays and ports of VMs. */
  Passages passages();

  /**
   * Tells people how far it is.
   *
   * @param percent 0 to 100, or -1 when it cannot be told
   */
  default void progress(int percent, String phase) {
    progress(percent, phase, null);
  }

  /** The same, with the figures of a migration. */
  void progress(int percent, String phase, @Nullable MigrationFigures figures);

  /** Writes a fact to the journal's disk, for {@link Handler#settle}. */
  void note(String fact, String value);

  /** A fact from {@link Handler#look} or {@link #note}; null when there is none. */
  @Nullable String noted(String fact);

  /** Whether a person asked to cancel; only cancellable operations need to look. */
  boolean cancelRequested();

  /**
   * Sleeps until something may have changed (a hypervisor's event, a cancel), but not longer than
   * {@code atMost}.
   *
   * @throws RunnerStoppedException when the agent stops: let it pass, the next run settles
   */
  void await(Duration atMost);

  /**
   * Does it while no other operation of this host does what it asked to do alone: for a look at who
   * uses a volume and the effect that depends on it. For what takes moments only.
   */
  <T> T alone(Supplier<T> deed);

  /** For people: how long the present attempt has taken, such as {@code 0.8 s}. */
  String took();

  /** The VM as it is now; NOT_FOUND when it is not there. */
  default Vm vm(VmRef ref) {
    return hypervisor()
        .find(ref.uuid())
        .orElseThrow(
            () ->
                new OperationException(
                    ErrorCode.NOT_FOUND, "There is no VM " + ref.uuid() + " on this host."));
  }
}
