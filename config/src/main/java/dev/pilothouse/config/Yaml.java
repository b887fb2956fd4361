package dev.pilothouse.config;

import dev.pilothouse.config.AgentConfig.TrustedKeys;
import dev.pilothouse.config.value.ByteSize;
import dev.pilothouse.config.value.Durations;
import dev.pilothouse.config.value.Secret;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Writes configuration files that the records' {@code load} reads back as they were: a record is a
 * section, its components are the keys. Done without Jackson's databind, whose classes would cost
 * more at the start than all else here.
 */
public final class Yaml {
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .disable(YAMLWriteFeature.SPLIT_LINES)
          .build();

  private Yaml() {}

  /**
   * The text of a configuration file. It holds those secrets that come from no file or variable.
   *
   * @param config one of this package's records
   */
  public static String write(Record config) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = YAML.createGenerator(ObjectWriteContext.empty(), text)) {
      write(config, out);
    }
    return text.toString();
  }

  /** Writes a configuration file whole or not at all, with access for its owner only. */
  public static void write(Record config, Path file) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(draft, write(config).getBytes(StandardCharsets.UTF_8));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(Object value, JsonGenerator out) {
    switch (value) {
      case String text -> out.writeString(text);
      case Integer number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      case Boolean flag -> out.writeBoolean(flag);
      case Enum<?> constant -> out.writeString(constant.name().toLowerCase(Locale.ROOT));
      case Path path -> out.writeString(path.toString());
      case Duration duration -> out.writeString(Durations.format(duration));
      case ByteSize size -> out.writeString(size.toString());
      case Secret secret -> out.writeString(secret.reference().orElseGet(secret::reveal));
      case PublicKey key -> out.writeString(PublicKeys.write(key));
      case TrustedKeys trusted ->
          write(trusted.file().<Object>map(f -> f).orElse(trusted.keys()), out);
      case List<?> list -> {
        out.writeStartArray();
        list.forEach(item -> write(item, out));
        out.writeEndArray();
      }
      case Record section -> writeSection(section, out);
      default ->
          throw new IllegalArgumentException("no configuration: " + value.getClass().getName());
    }
  }

  private static void writeSection(Record section, JsonGenerator out) {
    out.writeStartObject();
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      Object value = valueOf(component, section);
      if (value instanceof Optional<?> optional) {
        optional.ifPresent(present -> writeKey(component.getName(), present, out));
      } else {
        writeKey(component.getName(), value, out);
      }
    }
    out.writeEndObject();
  }

  private static void writeKey(String key, Object value, JsonGenerator out) {
    out.writeName(key);
    write(value, out);
  }

  private static Object valueOf(RecordComponent component, Record section) {
    try {
      return component.getAccessor().invoke(section);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no configuration: " + section.getClass().getName(), e);
    }
  }
}
