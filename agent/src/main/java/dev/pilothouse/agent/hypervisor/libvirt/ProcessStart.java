package dev.pilothouse.agent.hypervisor.libvirt;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When a domain's QEMU started: from the process that libvirt's pid file names, if libvirt runs on
 * this machine, else from the started event, if that was heard.
 */
final class ProcessStart {
  private final @Nullable Path pidFiles;
  private final Clock clock;
  private final Map<UUID, Instant> heard = new ConcurrentHashMap<>();

  /**
   * @param pidFiles the folder of libvirt's NAME.pid files; null when it is on another machine
   */
  ProcessStart(@Nullable Path pidFiles, Clock clock) {
    this.pidFiles = pidFiles;
    this.clock = clock;
  }

  /** Where the libvirt of {@code uri} keeps pid files, as virtqemud(8) and libvirtd(8) say. */
  static @Nullable Path pidFilesOf(String uri, Map<String, String> environment) {
    URI parsed;
    try {
      parsed = URI.create(uri);
    } catch (IllegalArgumentException e) {
      return null;
    }
    String scheme = parsed.getScheme();
    if (scheme == null || !scheme.matches("qemu(\\+unix)?") || parsed.getHost() != null) {
      return null;
    }
    String query = parsed.getQuery();
    if (query != null && query.startsWith("socket=")) {
      Path folder = Path.of(query.substring("socket=".length())).getParent();
      return folder == null ? null : folder.resolve("qemu");
    }
    if ("/system".equals(parsed.getPath())) {
      return Path.of("/run/libvirt/qemu");
    }
    String runtime = environment.get("XDG_RUNTIME_DIR");
    return runtime == null ? null : Path.of(runtime, "libvirt", "qemu", "run");
  }

  void heard(UUID vm, DomainEvents.Turn turn) {
    switch (turn) {
      case STARTED -> heard.put(vm, clock.instant());
      case STOPPED -> heard.remove(vm);
      case SAME -> {}
    }
  }

  /** Null when nothing tells. */
  @Nullable Instant of(UUID vm, String name) {
    Instant exact = pidFiles == null ? null : fromProcess(pidFiles, vm, name);
    return exact == null ? heard.get(vm) : exact;
  }

  private static @Nullable Instant fromProcess(Path pidFiles, UUID vm, String name) {
    try {
      // A domain's name holds no slash, and ".pid" keeps "." and ".." from being folders.
      String pid = Files.readString(pidFiles.resolve(name + ".pid")).strip();
      if (!pid.matches("[0-9]{1,10}")) {
        return null;
      }
      // The number may mean another process here than where libvirt wrote it (containers).
      byte[] command = Files.readAllBytes(Path.of("/proc", pid, "cmdline"));
      if (!new String(command, StandardCharsets.ISO_8859_1).contains(vm.toString())) {
        return null;
      }
      return ProcessHandle.of(Long.parseLong(pid))
          .flatMap(process -> process.info().startInstant())
          .orElse(null);
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }
}
