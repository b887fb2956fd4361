package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** virDomainStartDirtyRateCalc: QEMU looks at samples of a guest's memory twice. */
final class DirtyRate {
  private static final int SECONDS = 1;
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int LOOKS = 100;

  /** virDomainDirtyRateStatus: VIR_DOMAIN_DIRTYRATE_MEASURED. */
  private static final int MEASURED = 2;

  /** VIR_ERR_NO_SUPPORT, _ARGUMENT_UNSUPPORTED, _OPERATION_UNSUPPORTED. */
  private static final Set<Integer> CANNOT = Set.of(3, 74, Errors.OPERATION_UNSUPPORTED);

  private DirtyRate() {}

  /** Bytes a second; empty where QEMU cannot, or does not end. */
  static Optional<Long> of(Link link, UUID vm) {
    if (!start(link, vm)) {
      return Optional.empty();
    }
    for (int i = 0; i < LOOKS; i++) {
      LockSupport.parkNanos(LOOK.toNanos());
      TypedParams now = link.on(Lane.READ, vm, domain -> Domains.dirtyRate(domain));
      if (now.number("dirtyrate.calc_status", 0) == MEASURED) {
        return Optional.of(now.number("dirtyrate.megabytes_per_second", 0) << 20);
      }
    }
    return Optional.empty();
  }

  private static boolean start(Link link, UUID vm) {
    return link.on(
        Lane.ACT,
        vm,
        domain -> {
          try {
            Errors.check(LIBVIRT.virDomainStartDirtyRateCalc(domain, SECONDS, 0));
            return true;
          } catch (LibvirtError e) {
            if (CANNOT.contains(e.code())) {
              return false;
            }
            throw e;
          }
        });
  }
}
