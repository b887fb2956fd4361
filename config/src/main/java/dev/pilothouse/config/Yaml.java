package dev.pilothouse.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pilothouse.config.value.ByteSize;
import dev.pilothouse.config.value.Durations;
import dev.pilothouse.config.value.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Writes configuration files that the records' {@code load} reads back as they were. */
public final class Yaml {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .addModule(
              new SimpleModule("pilothouse-config")
                  .addSerializer(Path.class, as(Path::toString))
                  .addSerializer(Duration.class, as(Durations::format))
                  .addSerializer(ByteSize.class, as(ByteSize::toString))
                  .addSerializer(
                      Secret.class, as(secret -> secret.reference().orElseGet(secret::reveal)))
                  .addSerializer(
                      Enum.class, as(constant -> constant.name().toLowerCase(Locale.ROOT)))
                  .addSerializer(AgentConfig.TrustedKeys.class, new TrustedKeysWriter()))
          .changeDefaultPropertyInclusion(
              include -> include.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .disable(YAMLWriteFeature.SPLIT_LINES)
          .build();

  private Yaml() {}

  /**
   * The text of a configuration file. It holds the secrets that no file or variable holds.
   *
   * @param config one of this package's records
   */
  public static String write(Record config) {
    return MAPPER.writeValueAsString(config);
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

  private static <T> ValueSerializer<T> as(Function<T, String> text) {
    return new ValueSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializationContext context) {
        out.writeString(text.apply(value));
      }
    };
  }

  /** The file if there is one, else the keys. */
  private static final class TrustedKeysWriter extends ValueSerializer<AgentConfig.TrustedKeys> {
    @Override
    public void serialize(
        AgentConfig.TrustedKeys trusted, JsonGenerator out, SerializationContext context) {
      if (trusted.file().isPresent()) {
        out.writeString(trusted.file().get().toString());
        return;
      }
      out.writeStartArray();
      trusted.keys().forEach(key -> out.writeString(PublicKeys.write(key)));
      out.writeEndArray();
    }
  }
}
