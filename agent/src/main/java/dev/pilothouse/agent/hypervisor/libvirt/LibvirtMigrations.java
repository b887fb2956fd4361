package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import dev.pilothouse.agent.hypervisor.Hypervisor;
import dev.pilothouse.agent.hypervisor.Migrations;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.agent.xml.CpuXml;
import dev.pilothouse.fleet.model.HostTerms.Transport;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;

/**
 * Migrations through libvirt, peer to peer: this host's libvirtd talks to the other's, with the
 * keepalive of its qemu.conf (5 s, 5 times), so that it notices a cut line after half a minute.
 */
final class LibvirtMigrations implements Migrations {
  /** virDomainMigrateFlags. */
  private static final int LIVE = 1;

  private static final int PEER2PEER = 1 << 1;
  private static final int TUNNELLED = 1 << 2;
  private static final int PERSIST_DEST = 1 << 3;
  private static final int UNDEFINE_SOURCE = 1 << 4;
  private static final int NON_SHARED_INC = 1 << 7;
  private static final int UNSAFE = 1 << 9;
  private static final int OFFLINE = 1 << 10;
  private static final int COMPRESSED = 1 << 11;
  private static final int ABORT_ON_ERROR = 1 << 12;
  private static final int AUTO_CONVERGE = 1 << 13;
  private static final int POSTCOPY = 1 << 15;
  private static final int TLS = 1 << 16;

  /** VIR_DOMAIN_XML_MIGRATABLE. */
  private static final int XML_MIGRATABLE = 8;

  /** VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY. */
  private static final int SPEED_OF_POSTCOPY = 1;

  /** The most that libvirt takes, and what it starts with, in MiB a second. */
  private static final long NO_LIMIT = Long.MAX_VALUE >> 20;

  /** QEMU's own. */
  private static final Duration USUAL_DOWNTIME = Duration.ofMillis(300);

  /** VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE: the error then says what is missing. */
  private static final int FAIL_INCOMPATIBLE = 1;

  private final Connection connection;
  private final Function<String, Hypervisor> peers;

  /**
   * @param peers opens the hypervisor of another host
   */
  LibvirtMigrations(Connection connection, Function<String, Hypervisor> peers) {
    this.connection = connection;
    this.peers = peers;
  }

  @Override
  public Hypervisor peer(String uri) {
    return peers.apply(uri);
  }

  @Override
  public void migrate(UUID vm, Route route) {
    try {
      boolean unused =
          connection.alone(
              conn ->
                  Domains.with(
                      conn,
                      vm,
                      domain -> {
                        migrate(conn, domain, route);
                        return true;
                      }));
    } finally {
      connection.link().definitions().forget(vm);
    }
  }

  private static void migrate(ConnectionPointer conn, DomainPointer domain, Route route) {
    boolean active = Errors.check(LIBVIRT.virDomainIsActive(domain)) == 1;
    if (active && MigrationJobs.job(domain).isPresent()) {
      throw new OperationException(ErrorCode.WRONG_STATE, "The VM migrates already.");
    }
    try {
      if (active) {
        Duration most = route.options().maxDowntime();
        setMaxDowntime(domain, most == null ? USUAL_DOWNTIME : most);
      }
      List<Map.Entry<String, ?>> given = params(route, active);
      try (Memory params = TypedParams.of(given)) {
        Errors.check(
            LIBVIRT.virDomainMigrateToURI3(
                domain, route.to().uri(), params, given.size(), flags(domain, route, active)));
      }
    } catch (LibvirtError e) {
      if (LIBVIRT.virConnectIsAlive(conn) == 0) {
        throw e;
      }
      throw MigrationErrors.of(e).<RuntimeException>map(OperationException::new).orElse(e);
    }
  }

  private static int flags(DomainPointer domain, Route route, boolean active) {
    boolean persistent = Errors.check(LIBVIRT.virDomainIsPersistent(domain)) == 1;
    int flags = PEER2PEER | (persistent ? PERSIST_DEST | UNDEFINE_SOURCE : 0);
    if (!active) {
      return flags | OFFLINE;
    }
    return flags
        | LIVE
        | ABORT_ON_ERROR
        | (route.copiedDisks().isEmpty() ? 0 : NON_SHARED_INC)
        | (route.unsafe() ? UNSAFE : 0)
        | (route.options().compress() ? COMPRESSED : 0)
        | (route.options().autoConverge() ? AUTO_CONVERGE : 0)
        | (route.options().postCopy() ? POSTCOPY : 0)
        | switch (route.to().transport()) {
          case TLS -> TLS;
          case TUNNEL -> TUNNELLED;
          case PLAIN -> 0;
        };
  }

  /**
   * VIR_MIGRATE_PARAM_*. The bandwidth is said each time: else a limit that was set before would
   * hold again.
   */
  private static List<Map.Entry<String, ?>> params(Route route, boolean active) {
    List<Map.Entry<String, ?>> params = new ArrayList<>();
    if (!active) {
      return params;
    }
    if (!route.to().data().isEmpty() && route.to().transport() != Transport.TUNNEL) {
      params.add(Map.entry("migrate_uri", route.to().data()));
    }
    long limit = route.options().bytesPerSecond();
    params.add(Map.entry("bandwidth", mebibytes(limit)));
    if (route.options().postCopy() && limit > 0) {
      params.add(Map.entry("bandwidth.postcopy", mebibytes(limit)));
    }
    if (route.options().compress()) {
      params.add(Map.entry("compression", "xbzrle"));
    }
    route.copiedDisks().forEach(disk -> params.add(Map.entry("migrate_disks", disk)));
    return params;
  }

  /** libvirt counts in MiB a second; a limit never becomes none. */
  private static long mebibytes(long bytesPerSecond) {
    return bytesPerSecond == 0 ? NO_LIMIT : Math.max(1, (bytesPerSecond + (1 << 19)) >> 20);
  }

  @Override
  public Optional<Job> job(UUID vm) {
    return read(vm, MigrationJobs::job);
  }

  @Override
  public Optional<Completed> completed(UUID vm) {
    return read(vm, MigrationJobs::completed);
  }

  @Override
  public void abort(UUID vm) {
    change(vm, (domain, job) -> Errors.check(LIBVIRT.virDomainAbortJob(domain)));
  }

  @Override
  public void limit(UUID vm, long bytesPerSecond) {
    change(
        vm,
        (domain, job) -> {
          if (!job.postCopy()) {
            Errors.check(
                LIBVIRT.virDomainMigrateSetMaxSpeed(
                    domain, new NativeLong(mebibytes(bytesPerSecond)), 0));
          }
          // Not every QEMU has a limit for post-copy; there 0 is none.
          long then = bytesPerSecond == 0 ? 0 : mebibytes(bytesPerSecond);
          if (LIBVIRT.virDomainMigrateSetMaxSpeed(domain, new NativeLong(then), SPEED_OF_POSTCOPY)
                  < 0
              && job.postCopy()) {
            throw Errors.last();
          }
        });
  }

  @Override
  public void maxDowntime(UUID vm, Duration most) {
    change(vm, (domain, job) -> setMaxDowntime(domain, most));
  }

  private static void setMaxDowntime(DomainPointer domain, Duration most) {
    Errors.check(LIBVIRT.virDomainMigrateSetMaxDowntime(domain, Math.max(1, most.toMillis()), 0));
  }

  @Override
  public void startPostCopy(UUID vm) {
    change(vm, (domain, job) -> Errors.check(LIBVIRT.virDomainMigrateStartPostCopy(domain, 0)));
  }

  private interface Change {
    void of(DomainPointer domain, Job job);
  }

  private void change(UUID vm, Change change) {
    boolean unused =
        connection
            .link()
            .on(
                Lane.ACT,
                vm,
                domain -> {
                  Job job =
                      MigrationJobs.job(domain)
                          .filter(found -> !found.incoming())
                          .orElseThrow(LibvirtMigrations::doesNotMigrate);
                  change.of(domain, job);
                  return true;
                });
  }

  private static OperationException doesNotMigrate() {
    return new OperationException(ErrorCode.WRONG_STATE, "The VM does not migrate from here.");
  }

  @Override
  public Optional<Long> dirtyRate(UUID vm) {
    return DirtyRate.of(connection.link(), vm);
  }

  @Override
  public String cpuProblem(String domainXml) {
    return CpuXml.asked(domainXml)
        .map(cpu -> connection.link().call(Lane.READ, conn -> problem(conn, cpu)))
        .orElse("");
  }

  private static String problem(ConnectionPointer conn, CpuXml cpu) {
    int fits =
        LIBVIRT.virConnectCompareHypervisorCPU(
            conn, null, cpu.arch(), cpu.machine(), cpu.type(), cpu.xml(), FAIL_INCOMPATIBLE);
    if (fits > 0) {
      return "";
    }
    if (fits == 0) {
      return "This host's CPU lacks something that the VM's has.";
    }
    LibvirtError error = Errors.last();
    return switch (Errors.translated(error).failure().code()) {
      case HYPERVISOR_LOST, HYPERVISOR_SILENT, DENIED -> throw error;
      default -> String.valueOf(error.getMessage());
    };
  }

  @Override
  public String migratableXml(UUID vm) {
    return read(vm, domain -> Domains.xml(domain, XML_MIGRATABLE));
  }

  private <T> T read(UUID vm, Function<DomainPointer, T> body) {
    return connection.link().on(Lane.READ, vm, body);
  }
}
