package dev.pilothouse.config.source;

import dev.pilothouse.config.value.Secret;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the secret under one key. No message of its own ever holds a value. */
final class SecretReader {
  private static final String FILE = "file:";
  private static final String ENVIRONMENT = "env:";

  private final Section section;
  private final String key;

  SecretReader(Section section, String key) {
    this.section = section;
    this.key = key;
  }

  /** Follows {@code file:} and {@code env:}; anything else is the secret itself. */
  Optional<Secret> reference(String written) {
    if (written.startsWith(FILE)) {
      return inFile(written.substring(FILE.length()));
    }
    if (written.startsWith(ENVIRONMENT)) {
      return inEnvironment(written.substring(ENVIRONMENT.length()));
    }
    checkSelfPrivate();
    return Optional.of(Secret.literal(written));
  }

  Optional<Secret> literal(String written, Form<String> form) {
    checkSelfPrivate();
    Optional<String> value = form.read().apply(written);
    if (value.isEmpty()) {
      section.refuse(key, "the value is not valid", "expected " + form.expected());
    }
    return value.map(Secret::literal);
  }

  /** Only the owner may have access to {@code file}, which exists. */
  void checkPrivate(Path file) {
    try {
      FileAccess.requireRegular(file);
      if (FileAccess.openToOthers(file)) {
        section.refuse(
            key,
            "users other than its owner have access to " + file,
            FileAccess.chmod("600", file));
      }
    } catch (FileAccess.Unreadable e) {
      section.refuse(key, file + ": " + e.wrong, e.advice);
    }
  }

  private Optional<Secret> inFile(String name) {
    Optional<Path> named = section.resolve(name);
    if (named.isEmpty()) {
      section.refuse(
          key,
          "no file is named after \"file:\"",
          "expected file:PATH, absolute or relative to this file");
      return Optional.empty();
    }
    Path file = named.get();
    try {
      String value = FileAccess.read(file, Section.COMPANION_LIMIT).stripTrailing();
      checkPrivate(file);
      if (value.isEmpty()) {
        section.refuse(key, file + " is empty", "write the secret into it");
      }
      return Optional.of(Secret.inFile(file, value));
    } catch (FileAccess.Unreadable e) {
      section.refuse(key, file + ": " + e.wrong, e.advice);
      return Optional.empty();
    }
  }

  private Optional<Secret> inEnvironment(String name) {
    String value = section.surroundings().environment().getOrDefault(name, "");
    if (value.isEmpty()) {
      section.refuse(
          key,
          "the environment variable " + Section.quoted(name) + " is not set or empty",
          "set it, or use file:PATH");
      return Optional.empty();
    }
    return Optional.of(Secret.inEnvironment(name, value));
  }

  private void checkSelfPrivate() {
    try {
      if (FileAccess.openToOthers(section.file())) {
        section.refuse(
            key,
            "a secret stands here and others can read the file",
            FileAccess.chmod("600", section.file()));
      }
    } catch (FileAccess.Unreadable e) {
      section.refuse(key, e.wrong, e.advice);
    }
  }
}
