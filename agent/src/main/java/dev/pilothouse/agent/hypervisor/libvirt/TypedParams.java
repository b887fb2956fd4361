package dev.pilothouse.agent.hypervisor.libvirt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * virTypedParameter[]: 96 bytes each, a name of at most 79 bytes, its type at 80, its value at 88.
 */
final class TypedParams {
  private static final int SIZE = 96;
  private static final int TYPE = 80;
  private static final int VALUE = 88;

  /** virTypedParameterType. */
  private static final int ULLONG = 4;

  private static final int STRING = 7;

  private final Map<String, Object> values = new HashMap<>();

  private TypedParams() {}

  /** Copies numbers and texts; what is neither (doubles) is left out. */
  static TypedParams read(@Nullable Pointer params, int count) {
    TypedParams read = new TypedParams();
    for (int i = 0; params != null && i < count; i++) {
      long at = (long) i * SIZE;
      @Nullable Object value =
          switch (params.getInt(at + TYPE)) {
            case 1 -> (long) params.getInt(at + VALUE);
            case 2 -> Integer.toUnsignedLong(params.getInt(at + VALUE));
            case 3, 4 -> params.getLong(at + VALUE);
            case 6 -> (long) params.getByte(at + VALUE);
            case 7 -> {
              Pointer text = params.getPointer(at + VALUE);
              yield text == null ? null : text.getString(0, "UTF-8");
            }
            default -> null;
          };
      if (value != null) {
        read.values.put(params.getString(at, "UTF-8"), value);
      }
    }
    return read;
  }

  /** Numbers for libvirt to read. */
  static Memory of(Map<String, Long> numbers) {
    return of(List.copyOf(numbers.entrySet()));
  }

  /**
   * Values for libvirt to read, of which a name may have several: a {@code Long} as
   * VIR_TYPED_PARAM_ULLONG, a {@code String} as VIR_TYPED_PARAM_STRING. The texts lie behind the
   * array.
   */
  static Memory of(List<? extends Map.Entry<String, ?>> values) {
    long texts = (long) Math.max(1, values.size()) * SIZE;
    long all = texts;
    for (Map.Entry<String, ?> value : values) {
      all += value.getValue() instanceof String text ? text.getBytes(UTF_8).length + 1 : 0;
    }
    Memory params = new Memory(all);
    params.clear();
    long at = 0;
    for (Map.Entry<String, ?> value : values) {
      params.setString(at, value.getKey(), "UTF-8");
      switch (value.getValue()) {
        case Long number -> {
          params.setInt(at + TYPE, ULLONG);
          params.setLong(at + VALUE, number);
        }
        case String text -> {
          params.setInt(at + TYPE, STRING);
          params.setString(texts, text, "UTF-8");
          params.setPointer(at + VALUE, params.share(texts));
          texts += text.getBytes(UTF_8).length + 1;
        }
        default -> throw new IllegalArgumentException("no typed parameter: " + value);
      }
      at += SIZE;
    }
    return params;
  }

  long number(String name, long otherwise) {
    return values.get(name) instanceof Long number ? number : otherwise;
  }

  /** Empty when there is none. */
  String text(String name) {
    return values.get(name) instanceof String text ? text : "";
  }
}
