package dev.pilothouse.fleet.wire;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Tells Jackson what Java's own types say already, so that the nouns carry no annotations: a sealed
 * interface is written with a {@code type} taken from its permitted records ({@code StartVm} is
 * {@code start-vm}), an enum constant as {@code shut-off}, and a record's component must be there
 * unless it is {@code @Nullable}. Only names of permitted records are ever looked up, never class
 * names.
 */
final class SealedTypes extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1L;
  private static final String PROPERTY = "type";

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated a) {
    return a instanceof AnnotatedClass && sealed(a.getRawType())
        ? JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, PROPERTY, null, false, true, null)
        : null;
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated a) {
    return a instanceof AnnotatedClass && sealed(a.getRawType())
        ? records(a.getRawType()).map(type -> new NamedType(type, name(type))).toList()
        : null;
  }

  @Override
  public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass a) {
    return a.getRawType().isRecord() ? name(a.getRawType()) : null;
  }

  @Override
  public String[] findEnumValues(
      MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
    return Arrays.stream(constants)
        .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toArray(String[]::new);
  }

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    return member instanceof AnnotatedParameter parameter ? required(parameter) : null;
  }

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated a) {
    return a instanceof AnnotatedParameter parameter && required(parameter)
        ? JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL)
        : JsonSetter.Value.empty();
  }

  private static boolean required(AnnotatedParameter parameter) {
    if (!(parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor)
        || !constructor.getDeclaringClass().isRecord()) {
      return false;
    }
    AnnotatedType type = constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
    return !type.isAnnotationPresent(Nullable.class);
  }

  private static boolean sealed(Class<?> type) {
    return type.isInterface() && type.isSealed();
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return sealed(type)
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(SealedTypes::records)
        : Stream.of(type);
  }

  private static String name(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
