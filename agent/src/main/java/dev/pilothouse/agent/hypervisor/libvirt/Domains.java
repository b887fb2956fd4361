package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.pilothouse.agent.hypervisor.Configuration.Scope;
import dev.pilothouse.agent.hypervisor.libvirt.Link.Lane;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;

/** Domains by UUID and in bulk. Whatever libvirt hands out here is freed here. */
final class Domains {
  /** VIR_CONNECT_LIST_DOMAINS_*, which the stats calls take too. */
  static final int ACTIVE = 1;

  private static final int DEFINE_VALIDATE = 1;
  private static final int AUTOSTART = 1 << 10;
  private static final int STATS_STATE = 1;
  private static final int STATS_CPU_TOTAL = 1 << 1;
  private static final int STATS_DIRTY_RATE = 1 << 9;

  /** VIR_DOMAIN_PAUSED_MIGRATION. */
  private static final int PAUSED_MIGRATION = 2;

  /**
   * VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT: a domain that libvirt is at work on has no figures
   * for once. Without it such a domain holds up all others for 30 s, and for ever those whose start
   * was cut short.
   */
  private static final int NOWAIT = 1 << 29;

  private Domains() {}

  record Status(VmState state, String reason) {}

  /** Looks at one domain of a bulk call; the pointer is good until it returns. */
  interface Each {
    void look(DomainPointer domain, UUID uuid, String name, Status status);
  }

  static UUID uuid(DomainPointer domain) {
    byte[] raw = new byte[16];
    Errors.check(LIBVIRT.virDomainGetUUID(domain, raw));
    ByteBuffer bytes = ByteBuffer.wrap(raw);
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  /**
   * @throws LibvirtError NO_DOMAIN
   */
  static <T> T with(ConnectionPointer conn, UUID vm, Function<DomainPointer, T> body) {
    byte[] raw =
        ByteBuffer.allocate(16)
            .putLong(vm.getMostSignificantBits())
            .putLong(vm.getLeastSignificantBits())
            .array();
    DomainPointer domain = Errors.check(LIBVIRT.virDomainLookupByUUID(conn, raw));
    try {
      return body.apply(domain);
    } finally {
      LIBVIRT.virDomainFree(domain);
    }
  }

  /** The UUID of the domain of that name, or null. */
  static @Nullable UUID named(ConnectionPointer conn, String name) {
    DomainPointer domain = LIBVIRT.virDomainLookupByName(conn, name);
    if (domain == null) {
      LibvirtError error = Errors.last();
      if (error.code() == Errors.NO_DOMAIN) {
        return null;
      }
      throw error;
    }
    try {
      return uuid(domain);
    } finally {
      LIBVIRT.virDomainFree(domain);
    }
  }

  static boolean exists(ConnectionPointer conn, UUID vm) {
    try {
      return with(conn, vm, domain -> true);
    } catch (LibvirtError e) {
      if (e.code() == Errors.NO_DOMAIN) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Defines a domain, new or in place of the one of its name and UUID, checked against the schema.
   */
  static UUID define(ConnectionPointer conn, String xml) {
    DomainPointer domain =
        Errors.check(LIBVIRT.virDomainDefineXMLFlags(conn, xml, DEFINE_VALIDATE));
    try {
      return uuid(domain);
    } finally {
      LIBVIRT.virDomainFree(domain);
    }
  }

  /**
   * @param flags VIR_DOMAIN_XML_*
   */
  static String xml(DomainPointer domain, int flags) {
    return Errors.check(LIBVIRT.virDomainGetXMLDesc(domain, flags)).toString();
  }

  static Status status(DomainPointer domain) {
    IntByReference state = new IntByReference();
    IntByReference reason = new IntByReference();
    Errors.check(LIBVIRT.virDomainGetState(domain, state, reason, 0));
    return status(domain, state.getValue(), reason.getValue());
  }

  /**
   * A domain that migrates here waits for its memory like one that leaves, in its last moments: of
   * such, and of no other, libvirt is asked for more: one that starts would let the question wait
   * for half a minute.
   */
  private static Status status(DomainPointer domain, int state, int reason) {
    VmState known = Words.state(state);
    boolean arriving =
        known == VmState.PAUSED && reason == PAUSED_MIGRATION && MigrationJobs.incoming(domain);
    return new Status(known, arriving ? Vm.ARRIVING : Words.reason(known, reason));
  }

  /** All domains with their states, in one call that asks no QEMU anything. */
  static void each(ConnectionPointer conn, Each each) {
    stats(
        conn,
        STATS_STATE,
        0,
        (domain, params) -> {
          int state = (int) params.number("state.state", 0);
          int reason = (int) params.number("state.reason", 0);
          each.look(
              domain,
              uuid(domain),
              LIBVIRT.virDomainGetName(domain),
              status(domain, state, reason));
        });
  }

  /** CPU time in nanoseconds of each active domain, in one call; host-side counters only. */
  static Map<UUID, Long> cpuTimes(ConnectionPointer conn) {
    Map<UUID, Long> times = new HashMap<>();
    stats(
        conn,
        STATS_CPU_TOTAL,
        ACTIVE | NOWAIT,
        (domain, params) -> {
          long time = params.number("cpu.time", -1);
          if (time >= 0) {
            times.put(uuid(domain), time);
          }
        });
    return times;
  }

  /** VIR_DOMAIN_STATS_DIRTYRATE of one domain. */
  static TypedParams dirtyRate(DomainPointer domain) {
    PointerByReference list = new PointerByReference();
    try (Memory one = new Memory(2L * Native.POINTER_SIZE)) {
      one.setPointer(0, domain.getPointer());
      one.setPointer(Native.POINTER_SIZE, null);
      int count = Errors.check(LIBVIRT.virDomainListGetStats(one, STATS_DIRTY_RATE, list, 0));
      Pointer records = list.getValue();
      try {
        Pointer at = records.getPointerArray(0, count)[0];
        return TypedParams.read(at.getPointer(8), at.getInt(16));
      } finally {
        LIBVIRT.virDomainStatsRecordListFree(records);
      }
    }
  }

  private interface Reader {
    void read(DomainPointer domain, TypedParams params);
  }

  /** virDomainStatsRecord: the domain at 0, parameters at 8, their number at 16. */
  private static void stats(ConnectionPointer conn, int which, int flags, Reader reader) {
    PointerByReference list = new PointerByReference();
    int count = Errors.check(LIBVIRT.virConnectGetAllDomainStats(conn, which, list, flags));
    Pointer records = list.getValue();
    try {
      for (Pointer at : records.getPointerArray(0, count)) {
        reader.read(
            new DomainPointer(at.getPointer(0)), TypedParams.read(at.getPointer(8), at.getInt(16)));
      }
    } finally {
      LIBVIRT.virDomainStatsRecordListFree(records);
    }
  }

  /** The domains that start with the host, in one call. */
  static Set<UUID> autostarted(ConnectionPointer conn) {
    PointerByReference list = new PointerByReference();
    int count = Errors.check(LIBVIRT.virConnectListAllDomains(conn, list, AUTOSTART));
    Set<UUID> found = new HashSet<>();
    Pointer domains = list.getValue();
    try {
      for (Pointer at : domains.getPointerArray(0, count)) {
        DomainPointer domain = new DomainPointer(at);
        found.add(uuid(domain));
        LIBVIRT.virDomainFree(domain);
      }
    } finally {
      Native.free(Pointer.nativeValue(domains));
    }
    return found;
  }

  /**
   * Changes a domain, and forgets what was known of its definition: libvirt tells nothing of
   * changed links, nor of a change to the definition alone.
   *
   * @param deed answers below 0 when libvirt refused
   * @return its name
   */
  static String act(Link link, UUID vm, ToIntFunction<DomainPointer> deed) {
    return link.on(
        Lane.ACT,
        vm,
        domain -> {
          Errors.check(deed.applyAsInt(domain));
          link.definitions().forget(vm);
          return LIBVIRT.virDomainGetName(domain);
        });
  }

  /** VIR_DOMAIN_AFFECT_LIVE and _CONFIG. */
  static int affect(Scope scope) {
    return switch (scope) {
      case LIVE -> 1;
      case DEFINED -> 2;
    };
  }
}
