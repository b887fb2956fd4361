package dev.pilothouse.fleet.wire;

import dev.pilothouse.fleet.model.Visible;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Records as JSON and YAML for people's programs: fields in the order of the record's components.
 * Both are safe to show on a terminal, because every character that could steer it, reorder a line
 * or hide is written as an escape that a parser turns back into the character.
 */
public final class Documents {
  private final ObjectWriter json =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
          .build()
          .writer();
  // Every text is quoted, so that no name turns into a number, and escapes can stand in it.
  private final ObjectWriter yaml =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                  .disable(YAMLWriteFeature.SPLIT_LINES)
                  .build())
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build()
          .writer();

  /** Indented JSON with a line feed at its end. */
  public String json(Object value) {
    return escaped(json.writeValueAsString(value).replace("\r\n", "\n"), false) + "\n";
  }

  /** JSON in one line, with a line feed at its end: one of many. */
  public String jsonLine(Object value) {
    return escaped(
            json.without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value), false)
        + "\n";
  }

  /** A YAML document without a start marker. */
  public String yaml(Object value) {
    return escaped(yaml.writeValueAsString(value), true);
  }

  /**
   * The top of a YAML document, which must be a mapping.
   *
   * @throws WireException when it is none; the message says where it is wrong
   */
  @SuppressWarnings("unchecked")
  public Map<String, Object> readYaml(String document) {
    try {
      Map<String, Object> read = new YAMLMapper().readValue(document, Map.class);
      return read == null ? Map.of() : read;
    } catch (JacksonException e) {
      throw new WireException("not a YAML mapping: " + e.getOriginalMessage(), e);
    }
  }

  /** Hidden characters stand only inside of quoted texts, where both formats know the escapes. */
  private static String escaped(String document, boolean yaml) {
    StringBuilder out = new StringBuilder(document.length() + 16);
    document
        .codePoints()
        .forEach(
            c -> {
              if (c == '\n' || !Visible.isUnprintable(c)) {
                out.appendCodePoint(c);
              } else if (c <= 0xFFFF) {
                out.append(String.format("\\u%04X", c));
              } else if (yaml) {
                out.append(String.format("\\U%08X", c));
              } else {
                out.append(
                    String.format(
                        "\\u%04X\\u%04X",
                        (int) Character.highSurrogate(c), (int) Character.lowSurrogate(c)));
              }
            });
    return out.toString();
  }
}
