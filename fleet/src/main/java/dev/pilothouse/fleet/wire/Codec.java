package dev.pilothouse.fleet.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values to JSON and back. Instants and durations are ISO-8601 text, sealed types carry a {@code
 * type} such as {@code start-vm}, enum constants read {@code shut-off}. Fields that are not known
 * are ignored, so that older nodes understand newer ones; types that are not known, missing fields
 * and anything larger than {@link #MAX_CHARS} are a {@link WireException}. What is written is
 * printable ASCII, everything else is escaped: it may go to a terminal as it is. Thread-safe.
 */
public final class Codec {
  /** The longest JSON that is written or read, in characters: room for any domain's XML. */
  public static final int MAX_CHARS = 4 * 1024 * 1024;

  private static final int MAX_DEPTH = 40;

  private final JsonMapper mapper;
  private final JsonMapper pretty;

  public Codec() {
    StreamReadConstraints bounds =
        StreamReadConstraints.builder()
            .maxDocumentLength(MAX_CHARS)
            .maxStringLength(MAX_CHARS)
            .maxNestingDepth(MAX_DEPTH)
            .build();
    mapper =
        strict(
                JsonMapper.builder(
                    JsonFactory.builder()
                        .streamReadConstraints(bounds)
                        .characterEscapes(new PlainText())
                        .highestNonEscapedChar(PlainText.DELETE)
                        .build()))
            .build();
    pretty = mapper.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
  }

  /** How values are written and read in every format. */
  static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B strict(B builder) {
    return builder
        .annotationIntrospector(new SealedTypes())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
        .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING);
  }

  /**
   * The JSON of {@code value} on one line.
   *
   * @param type what the reader will ask for; for a sealed type the interface, so that the record's
   *     name is written too
   */
  public <T> String write(Class<T> type, T value) {
    return write(mapper, type, value);
  }

  /** The same, indented for people. */
  public <T> String writePretty(Class<T> type, T value) {
    return write(pretty, type, value);
  }

  public <T> T read(Class<T> type, String json) {
    if (json.length() > MAX_CHARS) {
      throw new WireException(
          "a %s of %d characters; at most %d are read"
              .formatted(type.getSimpleName(), json.length(), MAX_CHARS));
    }
    try {
      return Objects.requireNonNull(mapper.readValue(json, type), "null");
    } catch (JacksonException | NullPointerException e) {
      String why = e instanceof JacksonException j ? j.getOriginalMessage() : e.getMessage();
      throw new WireException("not a %s: %s".formatted(type.getSimpleName(), why), e);
    }
  }

  /** Escapes DEL too, which JSON allows as it is; all beyond it is escaped by its number. */
  private static final class PlainText extends CharacterEscapes {
    static final int DELETE = 0x7f;

    private static final long serialVersionUID = 1L;

    private final int[] ascii = standardAsciiEscapesForJSON();

    PlainText() {
      ascii[DELETE] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null;
    }
  }

  private static <T> String write(JsonMapper mapper, Class<T> type, T value) {
    String json;
    try {
      json = mapper.writerFor(type).writeValueAsString(value);
    } catch (JacksonException e) {
      throw new WireException(
          "a %s that cannot be written: %s".formatted(type.getSimpleName(), e.getOriginalMessage()),
          e);
    }
    if (json.length() > MAX_CHARS) {
      throw new WireException(
          "this %s takes %d characters; at most %d can be sent"
              .formatted(type.getSimpleName(), json.length(), MAX_CHARS));
    }
    return json;
  }
}
