package dev.pilothouse.config.source;

import dev.pilothouse.config.value.ByteSize;
import dev.pilothouse.config.value.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a single value may look like.
 *
 * @param expected what is allowed, as in "expected {@code a whole number from 1 to 9}"
 * @param words all that is allowed when that is a fixed choice, else empty
 * @param read the value, or empty when the text does not have this form
 */
public record Form<T>(String expected, List<String> words, Function<String, Optional<T>> read) {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,9}");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,6})?");

  public static <T> Form<T> of(String expected, Function<String, Optional<T>> read) {
    return new Form<>(expected, List.of(), read);
  }

  public static Form<String> matching(String expected, Pattern pattern) {
    return of(expected, text -> Optional.of(text).filter(t -> pattern.matcher(t).matches()));
  }

  /** Any text of at most {@code limit} characters, without control characters but line feeds. */
  public static Form<String> text(int limit) {
    return of(
        "at most " + limit + " characters, none of them a control character",
        text ->
            Optional.of(text)
                .filter(t -> t.length() <= limit)
                .filter(t -> t.chars().allMatch(c -> c == '\n' || !Character.isISOControl(c))));
  }

  public static Form<Integer> number(int min, int max) {
    return of(
        "a whole number from " + min + " to " + max,
        text ->
            Optional.of(text)
                .filter(t -> WHOLE_NUMBER.matcher(t).matches())
                .map(Integer::valueOf)
                .filter(number -> number >= min && number <= max));
  }

  public static Form<Double> decimal(double min, double max) {
    return of(
        "a number from " + min + " to " + max,
        text ->
            Optional.of(text)
                .filter(t -> DECIMAL.matcher(t).matches())
                .map(Double::valueOf)
                .filter(number -> number >= min && number <= max));
  }

  public static Form<Boolean> flag() {
    return new Form<>(
        "true or false",
        List.of("true", "false"),
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  public static Form<Duration> duration(Duration min, Duration max) {
    return of(
        "a time such as 90s, 15m or 1h30m, from "
            + Durations.format(min)
            + " to "
            + Durations.format(max),
        text ->
            Durations.parse(text)
                .filter(time -> time.compareTo(min) >= 0 && time.compareTo(max) <= 0));
  }

  public static Form<ByteSize> size(ByteSize min, ByteSize max) {
    return of(
        "a size such as 64MiB, from " + min + " to " + max,
        text ->
            ByteSize.parse(text)
                .filter(size -> size.bytes() >= min.bytes() && size.bytes() <= max.bytes()));
  }

  /** One of an enum's constants, in lower case. */
  public static <E extends Enum<E>> Form<E> choice(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    List<String> words =
        constants.stream().map(constant -> constant.name().toLowerCase(Locale.ROOT)).toList();
    return new Form<>(
        "one of " + String.join(", ", words),
        words,
        text -> Optional.of(words.indexOf(text)).filter(i -> i >= 0).map(constants::get));
  }
}
