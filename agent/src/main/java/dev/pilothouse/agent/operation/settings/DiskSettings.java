package dev.pilothouse.agent.operation.settings;

import dev.pilothouse.agent.xml.DomainXml;
import dev.pilothouse.fleet.model.Disk;
import dev.pilothouse.fleet.model.DiskTuning;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.Failure;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.fleet.operation.SettingsOperation.SetDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be set of a disk: limits at once, cache and I/O mode from the next start on. */
final class DiskSettings {
  private static final Set<String> CACHES =
      Set.of("", "none", "writethrough", "writeback", "directsync", "unsafe");
  private static final Set<String> IOS = Set.of("", "threads", "native", "io_uring");
  private static final Set<String> WITHOUT_HOST_CACHE = Set.of("none", "directsync");

  private DiskSettings() {}

  static List<Setting> of(SetDisk operation) {
    String target = operation.disk();
    DiskTuning wanted = operation.wanted();
    List<Setting> all = new ArrayList<>();
    String cache = wanted.cache();
    String io = wanted.io();
    if (cache != null || io != null) {
      // Together, because each rules out some of the other.
      all.add(
          one(
              "driver",
              new DiskTuning(cache, io, null, null),
              operation,
              live -> "QEMU opens the disk at a start only",
              (host, vm, scope) -> host.configuration().setDiskDriver(vm, target, cache, io)));
    }
    Long iops = wanted.iops();
    if (iops != null) {
      all.add(
          one(
              "iops",
              new DiskTuning(null, null, iops, null),
              operation,
              live -> "",
              (host, vm, scope) ->
                  host.configuration().setDiskLimits(vm, target, iops, null, scope)));
    }
    Long bytes = wanted.bytesPerSecond();
    if (bytes != null) {
      all.add(
          one(
              "rate",
              new DiskTuning(null, null, null, bytes),
              operation,
              live -> "",
              (host, vm, scope) ->
                  host.configuration().setDiskLimits(vm, target, null, bytes, scope)));
    }
    return all;
  }

  private static Setting one(
      String key,
      DiskTuning wanted,
      SetDisk operation,
      Function<DomainXml, String> unfit,
      Setting.Deed deed) {
    Function<DomainXml, String> value =
        xml ->
            disk(xml, operation.disk())
                .map(disk -> String.join(", ", wanted.sameOf(disk.tuning()).texts()))
                .orElse("no such disk");
    String text = String.join(", ", wanted.texts());
    return Setting.of(key, text, true, unfit, value, xml -> value.apply(xml).equals(text), deed);
  }

  static void check(SetDisk operation, Present now) {
    DiskTuning wanted = operation.wanted();
    if (wanted.texts().isEmpty()) {
      throw bad(
          "There is nothing to set.", "Say what: '--iops 500', '--rate 100M', '--cache ...'.");
    }
    Disk disk =
        disk(now.main(), operation.disk())
            .orElseThrow(
                () ->
                    new OperationException(
                        new Failure(
                            ErrorCode.NOT_FOUND,
                            "The VM has no disk " + operation.disk() + ".",
                            "'disk list' shows its disks.")));
    String cache = Objects.requireNonNullElse(wanted.cache(), disk.tuning().cache());
    String io = Objects.requireNonNullElse(wanted.io(), disk.tuning().io());
    if (wanted.cache() != null && !CACHES.contains(cache)) {
      throw bad(
          "There is no cache mode '" + cache + "'.",
          "It is none, writeback, writethrough, directsync, unsafe or default.");
    }
    if (wanted.io() != null && !IOS.contains(io)) {
      throw bad(
          "There is no I/O mode '" + io + "'.", "It is threads, native, io_uring or default.");
    }
    boolean both = wanted.cache() != null || wanted.io() != null;
    if (both && "native".equals(io) && !WITHOUT_HOST_CACHE.contains(cache)) {
      throw bad(
          "The I/O mode native needs the cache mode none or directsync.",
          "Set both: --io native --cache none.");
    }
    if (negative(wanted.iops()) || negative(wanted.bytesPerSecond())) {
      throw bad("A limit is not negative.", "0 takes it away.");
    }
  }

  private static boolean negative(@Nullable Long limit) {
    return limit != null && limit < 0;
  }

  private static Optional<Disk> disk(DomainXml xml, String target) {
    return xml.disks().stream().filter(disk -> disk.target().equals(target)).findFirst();
  }

  private static OperationException bad(String message, String hint) {
    return new OperationException(new Failure(ErrorCode.BAD_INPUT, message, hint));
  }
}
