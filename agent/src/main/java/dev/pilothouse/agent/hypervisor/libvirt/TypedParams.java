package dev.pilothouse.agent.hypervisor.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * virTypedParameter[]: 96 bytes each, a name of at most 79 bytes, its type at 80, its value at 88.
 */
final class TypedParams {
  private static final int SIZE = 96;
  private static final int TYPE = 80;
  private static final int VALUE = 88;

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

  /** Numbers as VIR_TYPED_PARAM_ULLONG, for libvirt to read. */
  static Memory of(Map<String, Long> numbers) {
    Memory params = new Memory((long) Math.max(1, numbers.size()) * SIZE);
    params.clear();
    long at = 0;
    for (Map.Entry<String, Long> number : numbers.entrySet()) {
      params.setString(at, number.getKey(), "UTF-8");
      params.setInt(at + TYPE, 4);
      params.setLong(at + VALUE, number.getValue());
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
