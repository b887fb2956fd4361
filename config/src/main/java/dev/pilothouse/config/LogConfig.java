package dev.pilothouse.config;

import dev.pilothouse.config.source.Form;
import dev.pilothouse.config.source.Section;
import dev.pilothouse.config.value.ByteSize;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the log goes.
 *
 * @param file empty: standard error
 * @param level the least that is logged
 * @param maxSize a file that grows beyond it is put aside and a new one begun
 */
public record LogConfig(Optional<Path> file, Level level, ByteSize maxSize) {
  /** From the least to the most talkative. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  static LogConfig read(Section in) {
    return new LogConfig(
        in.path("file"),
        in.value("level", Form.choice(Level.class), Level.INFO),
        in.value(
            "maxSize",
            Form.size(ByteSize.mebibytes(1), ByteSize.mebibytes(1 << 20)),
            ByteSize.mebibytes(64)));
  }
}
