package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.pilothouse.agent.hypervisor.Migrations.Completed;
import dev.pilothouse.agent.hypervisor.Migrations.Job;
import java.util.Optional;
import org.libvirt.jna.DomainPointer;

/** What virDomainGetJobStats says of migrations. */
final class MigrationJobs {
  /** VIR_DOMAIN_JOB_STATS_COMPLETED and _KEEP_COMPLETED, without which they can be read once. */
  private static final int COMPLETED_AND_KEPT = 1 | 1 << 1;

  /** VIR_DOMAIN_JOB_NONE. */
  private static final int NO_JOB = 0;

  /** VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN and _OUT. */
  private static final int IN = 4;

  private static final int OUT = 5;

  /** From the second pass on QEMU has measured what it says of the guest. */
  private static final int MEASURED_FROM = 2;

  private MigrationJobs() {}

  private record Stats(int type, TypedParams params) {
    boolean of(int operation) {
      return type != NO_JOB && params.number("operation", 0) == operation;
    }
  }

  /**
   * Whether a migration brings this domain here. Its figures are known at its source only, and
   * libvirt's refusal to tell them is what gives it away.
   */
  static boolean incoming(DomainPointer domain) {
    try {
      Stats unused = stats(domain, 0);
      return false;
    } catch (LibvirtError e) {
      return e.code() == Errors.OPERATION_UNSUPPORTED;
    }
  }

  static Optional<Job> job(DomainPointer domain) {
    Stats stats;
    try {
      stats = stats(domain, 0);
    } catch (LibvirtError e) {
      return switch (e.code()) {
        case Errors.OPERATION_INVALID -> Optional.empty();
        case Errors.OPERATION_UNSUPPORTED ->
            Optional.of(new Job(true, postCopy(domain), 0, 0, 0, 0, 0, 0, 0, -1, 0, -1));
        default -> throw e;
      };
    }
    return stats.of(OUT) ? Optional.of(outgoing(stats.params, postCopy(domain))) : Optional.empty();
  }

  private static boolean postCopy(DomainPointer domain) {
    return Domains.status(domain).reason().equals(Words.POST_COPY);
  }

  private static Job outgoing(TypedParams of, boolean postCopy) {
    int pass = (int) of.number("memory_iteration", 0);
    boolean measured = pass >= MEASURED_FROM;
    long pages = of.number("memory_dirty_rate", 0);
    return new Job(
        false,
        postCopy,
        of.number("disk_processed", 0),
        of.number("disk_total", 0),
        of.number("memory_processed", 0),
        of.number("memory_remaining", 0),
        of.number("memory_total", 0),
        of.number("memory_bps", 0),
        of.number("disk_bps", 0),
        measured || pages > 0 ? pages * of.number("memory_page_size", 4096) : -1,
        pass,
        measured && !postCopy ? of.number("downtime", -1) : -1);
  }

  static Optional<Completed> completed(DomainPointer domain) {
    Stats stats;
    try {
      stats = stats(domain, COMPLETED_AND_KEPT);
    } catch (LibvirtError e) {
      if (e.code() == Errors.OPERATION_INVALID || e.code() == Errors.OPERATION_UNSUPPORTED) {
        return Optional.empty();
      }
      throw e;
    }
    TypedParams of = stats.params;
    return stats.of(IN)
        ? Optional.of(
            new Completed(
                of.number("time_elapsed", 0),
                of.number("downtime", -1),
                of.number("memory_processed", 0),
                of.number("disk_processed", 0)))
        : Optional.empty();
  }

  private static Stats stats(DomainPointer domain, int flags) {
    IntByReference type = new IntByReference();
    PointerByReference list = new PointerByReference();
    IntByReference count = new IntByReference();
    Errors.check(LIBVIRT.virDomainGetJobStats(domain, type, list, count, flags));
    try {
      return new Stats(type.getValue(), TypedParams.read(list.getValue(), count.getValue()));
    } finally {
      LIBVIRT.virTypedParamsFree(list.getValue(), count.getValue());
    }
  }
}
