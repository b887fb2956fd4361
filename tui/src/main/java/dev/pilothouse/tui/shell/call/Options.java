package dev.pilothouse.tui.shell.call;

import dev.pilothouse.fleet.operation.Operation.ShutdownVm.AfterGrace;
import dev.pilothouse.tui.filter.FleetFilter;
import dev.pilothouse.tui.filter.MalformedFilterException;
import dev.pilothouse.tui.shell.output.Form;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/** Options and parameters that several verbs share, the same everywhere. */
public final class Options {
  public static final String OUTPUT = "--output";
  public static final String FILTER = "--filter";
  public static final String NO_WAIT = "--no-wait";
  public static final String TIMEOUT = "--timeout";
  public static final String YES = "--yes";
  public static final String DRY_RUN = "--dry-run";
  public static final String HOST_OPTION = "--host";
  public static final String TARGET = "TARGET";
  public static final String HOST = "HOST";
  public static final String NUMBER = "NUMBER";
  public static final String FILE = "FILE";

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private Options() {}

  public static OptionSpec output() {
    return value("FORM", Form.class, words(Form.values(), Form::word), "-o", OUTPUT)
        .completionCandidates(Arrays.stream(Form.values()).map(Form::word).toList())
        .description("table, wide, json, yaml or name.")
        .build();
  }

  public static OptionSpec filter() {
    return value("FILTER", FleetFilter.class, Options::filter, FILTER)
        .description(
            "Only what matches all terms: 'host:h1 state:running tag:db os:debian ip:10.0.* web*';"
                + " ! before a term turns it around.")
        .build();
  }

  public static List<OptionSpec> ordering() {
    return List.of(
        output(),
        flag("Order it and do not wait for the end.", NO_WAIT),
        timeout("Stop waiting after this time, such as 90s; the operation goes on."),
        flag("Do not ask.", YES),
        flag("Say what would be done and do nothing.", DRY_RUN));
  }

  public static OptionSpec host() {
    return value("HOST", String.class, text -> text, HOST_OPTION)
        .description("On which host; may be left out where there is one.")
        .build();
  }

  public static PositionalParamSpec onOff(int index) {
    return one(index, "on|off", "Whether it starts.");
  }

  public static OptionSpec timeout(String description) {
    return value("TIME", Duration.class, Options::duration, TIMEOUT)
        .description(description)
        .build();
  }

  public static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .type(boolean.class)
        .arity("0")
        .description(description)
        .build();
  }

  public static <T> OptionSpec.Builder value(
      String label, Class<T> type, ITypeConverter<T> converter, String... names) {
    return OptionSpec.builder(names).paramLabel(label).type(type).arity("1").converters(converter);
  }

  public static PositionalParamSpec one(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(Integer.toString(index))
        .arity("1")
        .required(true)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  /** One that may be left out. */
  public static PositionalParamSpec maybe(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(Integer.toString(index))
        .arity("0..1")
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  /** Any number of them, from the first on. */
  public static PositionalParamSpec many(String label, String description) {
    return PositionalParamSpec.builder()
        .index("0..*")
        .arity("0..*")
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }

  public static AfterGrace afterGrace(String word) {
    return switch (word) {
      case "leave" -> AfterGrace.LEAVE;
      case "force-off" -> AfterGrace.FORCE_OFF;
      default -> throw new TypeConversionException("'" + word + "' is neither leave nor force-off");
    };
  }

  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no time; write a whole number with ms, s, m or h, such as 90s");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static FleetFilter filter(String text) {
    try {
      return FleetFilter.parse(text);
    } catch (MalformedFilterException e) {
      throw new TypeConversionException("malformed filter: " + e.getMessage());
    }
  }

  private static <E extends Enum<E>> ITypeConverter<E> words(E[] values, Function<E, String> word) {
    return text ->
        Arrays.stream(values)
            .filter(value -> word.apply(value).equals(text.toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "'"
                            + text
                            + "' is none of "
                            + Arrays.stream(values).map(word).collect(Collectors.joining(", "))));
  }
}
