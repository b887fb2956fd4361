package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.DiskTuning;
import dev.pilothouse.fleet.operation.DiskOperation.How;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Options;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Options that say how a guest sees a disk. */
final class DiskOptions {
  private static final String TARGET = "--target";
  private static final String BUS = "--bus";
  private static final String READ_ONLY = "--read-only";
  private static final String CACHE = "--cache";
  private static final String IO = "--io";
  private static final String IOPS = "--iops";
  private static final String RATE = "--rate";

  private DiskOptions() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        PoolVerbs.text("TARGET", "Such as vdb; the first that is free when not given.", TARGET)
            .build());
    spec.addOption(
        words("BUS", "As the VM's other disks when not given.", BUS)
            .completionCandidates(List.of("virtio", "scsi", "sata", "usb", "ide"))
            .build());
    spec.addOption(Options.flag("The guest can only read it.", READ_ONLY));
    addTuningTo(spec);
  }

  /** How the host reads and writes it, and how fast. */
  static void addTuningTo(CommandSpec spec) {
    spec.addOption(
        words("MODE", "none, writeback, writethrough, directsync, unsafe or default.", CACHE)
            .completionCandidates(
                List.of("none", "writeback", "writethrough", "directsync", "unsafe", "default"))
            .build());
    spec.addOption(
        words("MODE", "threads, native (needs --cache none), io_uring or default.", IO)
            .completionCandidates(List.of("threads", "native", "io_uring", "default"))
            .build());
    spec.addOption(
        Options.value("N", Long.class, DiskOptions::count, IOPS)
            .description("At most so many reads and writes a second; 0 for no limit.")
            .build());
    spec.addOption(size("At most so much read and written a second, such as 100M.", RATE));
  }

  static How how(Call call) {
    return new How(
        call.<String>option(TARGET).orElse(""),
        call.<String>option(BUS).orElse(""),
        call.has(READ_ONLY),
        call.<String>option(CACHE).map(DiskOptions::usual).orElse(""),
        call.<String>option(IO).map(DiskOptions::usual).orElse(""),
        call.<Long>option(IOPS).orElse(0L),
        call.<Long>option(RATE).orElse(0L));
  }

  /** What is to be set; null for what is not said. */
  static DiskTuning tuning(Call call) {
    return new DiskTuning(
        call.<String>option(CACHE).map(DiskOptions::usual).orElse(null),
        call.<String>option(IO).map(DiskOptions::usual).orElse(null),
        call.<Long>option(IOPS).orElse(null),
        call.<Long>option(RATE).orElse(null));
  }

  private static String usual(String word) {
    return word.equals("default") ? "" : word;
  }

  static OptionSpec size(String description, String name) {
    return Options.value("SIZE", Long.class, DiskOptions::bytes, name)
        .description(description)
        .build();
  }

  private static OptionSpec.Builder words(String label, String description, String name) {
    return PoolVerbs.text(label, description, name);
  }

  static long bytes(String text) {
    try {
      return ByteAmount.read(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static long count(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw new TypeConversionException("'" + text + "' is no number of operations a second");
    }
    return Long.parseLong(text);
  }
}
