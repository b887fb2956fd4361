package dev.pilothouse.agent.operation.migration.plan;

import dev.pilothouse.agent.operation.migration.plan.DiskRoute.Beneath;
import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether all disks and media can come along. */
final class DiskChecks {
  /** Larger media are no seeds: whoever needs them has them in a library. */
  static final long LARGEST_MEDIUM = 64L << 20;

  private DiskChecks() {}

  static List<Check> all() {
    return List.of(
        DiskChecks::knownToLibvirt,
        DiskChecks::inFiles,
        DiskChecks::pools,
        DiskChecks::beingLookedAt,
        DiskChecks::free,
        DiskChecks::beneath,
        DiskChecks::media,
        DiskChecks::room,
        DiskChecks::sharedWithOthers,
        DiskChecks::jobs,
        DiskChecks::tunnel);
  }

  private static void knownToLibvirt(Survey on, Findings found) {
    for (DiskRoute route : on.disks()) {
      if (route.from().isEmpty() && !route.stays() && !route.medium()) {
        found.blocks(
            ErrorCode.NOT_FOUND,
            route.disk().source() + " (" + route.named() + ") is no volume of an active pool here.",
            "Make a pool of its folder on both hosts with 'pool create', or refresh the one there"
                + " is.");
      }
      if (!route.lost().isEmpty() && !route.stays()) {
        found.blocks(
            ErrorCode.NOT_FOUND,
            route.lost()
                + ", which lies beneath "
                + route.named()
                + ", is no volume of an active pool here.",
            "Make a pool of its folder on both hosts with 'pool create', or refresh the one there"
                + " is.");
      }
    }
  }

  private static void inFiles(Survey on, Findings found) {
    for (DiskRoute route : on.disks()) {
      route
          .from()
          .filter(place -> !route.stays() && !SharedPools.holdsFiles(place.pool()))
          .ifPresent(
              place ->
                  found.blocks(
                      ErrorCode.UNSUPPORTED,
                      "Pool "
                          + place.pool().name()
                          + " of "
                          + route.named()
                          + " is of type "
                          + place.pool().type()
                          + "; whether "
                          + on.to().host()
                          + " sees the same volume cannot be proven.",
                      "Move the disk into a pool of files first, with 'disk move'."));
    }
  }

  private static void pools(Survey on, Findings found) {
    for (DiskRoute route : on.disks()) {
      if (!route.stays() && !route.medium() && route.from().isPresent() && route.to().isEmpty()) {
        noPool(on, route.from().get().pool(), route.named(), found);
      }
      for (Beneath file : route.beneath()) {
        if (!route.stays() && file.missing() && file.to().isEmpty()) {
          noPool(on, file.from().pool(), "what lies beneath " + route.named(), found);
        }
      }
    }
  }

  private static void noPool(Survey on, Pool here, String what, Findings found) {
    Optional<Pool> off = SharedPools.sameFolder(on.poolsThere(), here);
    if (off.isPresent()) {
      found.blocks(
          ErrorCode.WRONG_STATE,
          "The pool " + off.get().name() + " is not active on " + on.to().host() + ".",
          "Start it there with 'pool start'.");
    } else {
      found.blocks(
          ErrorCode.NOT_FOUND,
          on.to().host() + " has no pool of the folder " + here.path() + ", for " + what + ".",
          "Make it there with 'pool create', of the same folder.");
    }
  }

  private static void beingLookedAt(Survey on, Findings found) {
    for (String pool : on.busyPools()) {
      found.blocks(
          ErrorCode.WRONG_STATE,
          "libvirt is at work on the pool " + pool + " of " + on.to().host() + ".",
          "Try again when it has ended.");
    }
  }

  private static void free(Survey on, Findings found) {
    for (DiskRoute route : on.copied()) {
      if (route.top().isPresent()) {
        found.blocks(
            ErrorCode.NAME_TAKEN,
            route.path()
                + " ("
                + route.named()
                + ") is on "
                + on.to().host()
                + " already, and is another file.",
            "Look whose it is; move or delete it there if it is nobody's.");
      }
    }
  }

  /** Sizes only; contents are compared before anything is copied. */
  private static void beneath(Survey on, Findings found) {
    for (DiskRoute route : on.disks()) {
      for (Beneath file : route.beneath()) {
        file.there()
            .filter(there -> !route.stays() && !file.shared())
            .filter(there -> there.capacityBytes() != file.from().volume().capacityBytes())
            .ifPresent(
                there ->
                    found.blocks(
                        ErrorCode.NAME_TAKEN,
                        there.path()
                            + ", which lies beneath "
                            + route.named()
                            + ", is another file on "
                            + on.to().host()
                            + ".",
                        "Look whose it is; move or delete it there if it is nobody's."));
      }
    }
  }

  private static void media(Survey on, Findings found) {
    for (DiskRoute route : on.disks()) {
      if (!route.medium() || route.stays()) {
        continue;
      }
      boolean copied =
          route.from().isPresent() && route.to().isPresent() && route.ownBytes() <= LARGEST_MEDIUM;
      if (!copied) {
        found.blocks(
            ErrorCode.NOT_FOUND,
            route.disk().source() + ", " + route.named() + ", is not on " + on.to().host() + ".",
            "Take it out with 'vm eject " + on.vm().name() + " " + route.disk().target() + "'.");
      }
    }
  }

  private static void room(Survey on, Findings found) {
    Map<Pool, Long> needed = new HashMap<>();
    for (DiskRoute route : on.disks()) {
      if (!route.stays()) {
        route.to().ifPresent(pool -> needed.merge(pool, route.ownBytes(), Long::sum));
        for (Beneath file : route.beneath()) {
          if (file.missing()) {
            file.to()
                .ifPresent(
                    pool -> needed.merge(pool, file.from().volume().allocationBytes(), Long::sum));
          }
        }
      }
    }
    needed.forEach(
        (pool, bytes) -> {
          if (bytes > pool.availableBytes()) {
            found.blocks(
                ErrorCode.NO_CAPACITY,
                "Pool "
                    + pool.name()
                    + " on "
                    + on.to().host()
                    + " has "
                    + ByteAmount.of(pool.availableBytes())
                    + " left, and "
                    + ByteAmount.of(bytes)
                    + " are needed.",
                "Free space there, or choose another host.");
          }
        });
  }

  /** Its copy would be another disk than the one that they go on with. */
  private static void sharedWithOthers(Survey on, Findings found) {
    List<Vm> others =
        on.copied().isEmpty()
            ? List.of()
            : on.work().hypervisor().list().stream()
                .filter(vm -> !vm.ref().equals(on.vm().ref()))
                .toList();
    for (DiskRoute route : on.copied()) {
      List<String> names =
          others.stream()
              .filter(
                  vm -> vm.disks().stream().anyMatch(d -> d.source().equals(route.disk().source())))
              .map(Vm::name)
              .toList();
      if (!names.isEmpty()) {
        found.blocks(
            ErrorCode.WRONG_STATE,
            "Its " + route.named() + " is shared with " + String.join(", ", names) + ".",
            "Detach it there first, or keep it where both hosts see it.");
      }
    }
  }

  private static void jobs(Survey on, Findings found) {
    for (DiskRoute route : on.disks()) {
      if (on.active() && !route.medium() && works(on, route.disk().target())) {
        found.blocks(
            ErrorCode.WRONG_STATE,
            "Another job is at work on " + route.named() + ".",
            "Wait for its end; 'virsh blockjob' on the host shows it.");
      }
    }
  }

  private static boolean works(Survey on, String target) {
    try {
      return on.work().hypervisor().disks().job(on.vm().ref().uuid(), target).isPresent();
    } catch (OperationException e) {
      if (Peer.gaveNoAnswer(e)) {
        throw e;
      }
      return false;
    }
  }

  private static void tunnel(Survey on, Findings found) {
    boolean tunnelled = on.to().address().transport() == Transport.TUNNEL;
    if (tunnelled && on.active() && !on.copied().isEmpty()) {
      found.blocks(
          ErrorCode.UNSUPPORTED,
          "VMs come to "
              + on.to().host()
              + " through a tunnel, which carries no disks, and both hosts share none of its.",
          "Set 'migration.transport: tls' in agent.yaml of "
              + on.to().host()
              + ", shut the VM down, or move its disks to shared storage.");
    }
  }
}
