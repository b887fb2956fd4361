package dev.pilothouse.config;

import dev.pilothouse.config.source.Form;
import dev.pilothouse.config.source.Section;
import java.util.Optional;
import java.util.regex.Pattern;

/** Forms that more than one kind of file has. */
final class Forms {
  /** As useradd(8) has them, so that a name can be a Linux user's too. */
  static final Form<String> USER_NAME =
      Form.matching(
          "a-z, 0-9, _ and -, the first a letter or _, at most 32 characters",
          Pattern.compile("[a-z_][a-z0-9_-]{0,31}"));

  static final Form<String> ADDRESS =
      Form.matching(
          "an address or a host name, such as 0.0.0.0, ::1 or mgmt.example",
          Pattern.compile("[0-9A-Fa-f:.]{1,45}|[A-Za-z0-9][A-Za-z0-9._-]{0,252}"));

  private static final Form<String> NODE_NAME =
      Form.matching(
          "letters, digits, \".\", \"_\" and \"-\", the first a letter or digit, at most 63"
              + " characters",
          Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"));

  private Forms() {}

  /** The key {@code node}, by default the name of the machine. */
  static String node(Section in) {
    return in.value("node", NODE_NAME)
        .orElseGet(() -> fallback(in, "node", NODE_NAME, in.surroundings().hostName()));
  }

  /** A default that comes from the machine and may not fit. */
  static String fallback(Section in, String key, Form<String> form, String value) {
    Optional<String> fits = form.read().apply(value);
    if (fits.isEmpty() && in.isAbsent(key)) {
      in.refuse(
          key,
          "the default " + Section.quoted(value) + " cannot be used here",
          "set it to " + form.expected());
    }
    return value;
  }
}
