package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.operation.MigrationOptions;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** How a migration is to be done, as people say it. */
final class MigrationChoices {
  static final String BANDWIDTH = "--bandwidth";
  static final String MAX_DOWNTIME = "--max-downtime";
  private static final String AUTO_CONVERGE = "--auto-converge";
  private static final String POST_COPY = "--post-copy";
  private static final String COMPRESS = "--compress";
  private static final String OFFLINE = "--offline";

  private MigrationChoices() {}

  static List<OptionSpec> all() {
    List<OptionSpec> all = new ArrayList<>(how());
    all.add(Options.flag("Refuse VMs that run.", OFFLINE));
    all.add(
        Options.value("TIME", Duration.class, Options::duration, Options.TIMEOUT)
            .description("Cancel it after this time, such as 10m; never when not given.")
            .build());
    return all;
  }

  /** Those that make sense for many VMs at once. */
  static List<OptionSpec> how() {
    return List.of(
        bandwidth(),
        maxDowntime(),
        Options.flag("Slow the guest down when it changes memory too fast.", AUTO_CONVERGE),
        Options.flag("Run it there before all of its memory is, if need be.", POST_COPY),
        Options.flag("Compress memory on its way.", COMPRESS));
  }

  static OptionSpec bandwidth() {
    return Options.value("SIZE", Long.class, MigrationChoices::bytes, BANDWIDTH)
        .description("At most so many bytes a second, such as 200M; 0 for no limit.")
        .build();
  }

  static OptionSpec maxDowntime() {
    return Options.value("TIME", Duration.class, Options::duration, MAX_DOWNTIME)
        .description("How long the guest may stand still at the end, such as 300ms.")
        .build();
  }

  /** What {@link #all} says. */
  static MigrationOptions of(Call call) {
    return of(call, call.has(OFFLINE), call.<Duration>option(Options.TIMEOUT).orElse(null));
  }

  /** What {@link #how} says. */
  static MigrationOptions how(Call call) {
    return of(call, false, null);
  }

  private static MigrationOptions of(Call call, boolean offline, @Nullable Duration timeout) {
    return new MigrationOptions(
        call.<Long>option(BANDWIDTH).orElse(0L),
        call.<Duration>option(MAX_DOWNTIME).orElse(null),
        call.has(AUTO_CONVERGE),
        call.has(POST_COPY),
        call.has(COMPRESS),
        offline,
        timeout);
  }

  private static Long bytes(String text) {
    try {
      return ByteAmount.read(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
