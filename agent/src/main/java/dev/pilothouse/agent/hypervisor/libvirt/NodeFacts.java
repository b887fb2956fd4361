package dev.pilothouse.agent.hypervisor.libvirt;

import static dev.pilothouse.agent.hypervisor.libvirt.LibvirtApi.LIBVIRT;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import dev.pilothouse.fleet.model.HostFacts;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.virNodeInfo;

/** Reads what libvirt knows of its machine. */
final class NodeFacts {
  /** virNodeMemoryStats: a name of at most 79 bytes, its value in KiB at 80. */
  private static final int MEMORY_STAT_SIZE = 88;

  private static final int ALL_CELLS = -1;

  private NodeFacts() {}

  static String hostName(ConnectionPointer conn) {
    return Errors.check(LIBVIRT.virConnectGetHostname(conn)).toString();
  }

  static HostFacts read(ConnectionPointer conn, String uri, String agentVersion) {
    virNodeInfo node = new virNodeInfo();
    Errors.check(LIBVIRT.virNodeGetInfo(conn, node));
    LongByReference libvirt = new LongByReference();
    Errors.check(LIBVIRT.virConnectGetLibVersion(conn, libvirt));
    LongByReference hypervisor = new LongByReference();
    Errors.check(LIBVIRT.virConnectGetVersion(conn, hypervisor));
    Map<String, Long> memory = memory(conn);
    // virNodeGetInfo counts a NUMA node, which on some machines is not all there is.
    long total = memory.getOrDefault("total", node.memory.longValue());
    long free =
        memory.getOrDefault("free", 0L)
            + memory.getOrDefault("buffers", 0L)
            + memory.getOrDefault("cached", 0L);
    return new HostFacts(
        uri,
        model(node.model),
        node.cpus,
        total * 1024,
        free * 1024,
        load(uri),
        version(libvirt.getValue()),
        LIBVIRT.virConnectGetType(conn) + " " + version(hypervisor.getValue()),
        agentVersion,
        true);
  }

  /** What was known, now that libvirt cannot be asked. */
  static HostFacts unreachable(HostFacts last) {
    return new HostFacts(
        last.uri(),
        last.cpuModel(),
        last.cpus(),
        last.memoryBytes(),
        last.freeBytes(),
        load(last.uri()),
        last.libvirtVersion(),
        last.hypervisorVersion(),
        last.agentVersion(),
        false);
  }

  /** From /proc/loadavg (proc(5)); -1 when libvirt is on another machine than this agent. */
  private static double load(String uri) {
    try {
      if (URI.create(uri).getHost() != null) {
        return -1;
      }
      return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    } catch (IOException | IllegalArgumentException e) {
      return -1;
    }
  }

  /** KiB by name; empty where the driver has no such figures. */
  private static Map<String, Long> memory(ConnectionPointer conn) {
    Map<String, Long> found = new HashMap<>();
    IntByReference count = new IntByReference(0);
    if (LIBVIRT.virNodeGetMemoryStats(conn, ALL_CELLS, null, count, 0) < 0
        || count.getValue() == 0) {
      return found;
    }
    try (Memory stats = new Memory((long) count.getValue() * MEMORY_STAT_SIZE)) {
      stats.clear();
      if (LIBVIRT.virNodeGetMemoryStats(conn, ALL_CELLS, stats, count, 0) < 0) {
        return found;
      }
      for (int i = 0; i < count.getValue(); i++) {
        long at = (long) i * MEMORY_STAT_SIZE;
        found.put(stats.getString(at, "UTF-8"), stats.getLong(at + 80));
      }
    }
    return found;
  }

  private static String model(byte[] zeroEnded) {
    String text = new String(zeroEnded, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  /** libvirt counts 9.0.0 as 9,000,000. */
  private static String version(long number) {
    return number / 1_000_000 + "." + number / 1_000 % 1_000 + "." + number % 1_000;
  }
}
