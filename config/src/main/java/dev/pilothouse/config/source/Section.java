package dev.pilothouse.config.source;

import dev.pilothouse.config.source.Node.Entry;
import dev.pilothouse.config.source.Node.Mapping;
import dev.pilothouse.config.source.Node.Place;
import dev.pilothouse.config.source.Node.Scalar;
import dev.pilothouse.config.source.Node.Sequence;
import dev.pilothouse.config.value.Secret;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A section of a file: the keys asked for are its keys, any other is a problem. A value that is not
 * right is noted and its default is given instead, so that reading goes on and finds the rest; the
 * result is thrown away in the end.
 */
public final class Section {
  static final int COMPANION_LIMIT = 1 << 18;

  private final SourceFile source;
  private final String path;
  private final Mapping mapping;
  private final Set<String> asked = new LinkedHashSet<>();

  Section(SourceFile source, String path, Mapping mapping) {
    this.source = source;
    this.path = path;
    this.mapping = mapping;
  }

  /** Reads this section to its end: whatever {@code reader} did not ask for is unknown. */
  <T> T read(Function<Section, T> reader) {
    T result = reader.apply(this);
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!asked.contains(key)) {
                source.found(entry.place(), pathOf(key), "there is no such key", keyAdvice(key));
              }
            });
    return result;
  }

  public Surroundings surroundings() {
    return source.surroundings();
  }

  /** The value of {@code key}; empty when it is not there or not right. */
  public <T> Optional<T> value(String key, Form<T> form) {
    return scalar(key).flatMap(scalar -> fit(scalar, pathOf(key), form));
  }

  /** The value of {@code key}, by default {@code fallback}. */
  public <T> T value(String key, Form<T> form, T fallback) {
    return value(key, form).orElse(fallback);
  }

  /** The value of {@code key}, without which the section makes no sense. */
  public <T> Optional<T> required(String key, Form<T> form) {
    if (isAbsent(key)) {
      asked.add(key);
      refuse(key, "it is missing or empty", "expected " + form.expected());
      return Optional.empty();
    }
    return value(key, form);
  }

  /** The section under {@code key}; an empty one when it is not there. */
  public <T> T section(String key, Function<Section, T> reader) {
    Optional<Node> node = node(key);
    if (node.isPresent() && node.get() instanceof Mapping found) {
      return new Section(source, pathOf(key), found).read(reader);
    }
    node.filter(other -> !(other instanceof Scalar scalar && scalar.isEmpty()))
        .ifPresent(
            other -> refuseShape(other, pathOf(key), "indented lines \"key: value\" below it"));
    return new Section(source, pathOf(key), new Mapping(Place.NOWHERE, Map.of())).read(reader);
  }

  /** The sections in the list under {@code key}. */
  public <T> List<T> sections(String key, Function<Section, T> reader) {
    List<T> results = new ArrayList<>();
    List<Node> items = items(key);
    for (int i = 0; i < items.size(); i++) {
      String itemPath = pathOf(key) + "[" + i + "]";
      if (items.get(i) instanceof Mapping item) {
        results.add(new Section(source, itemPath, item).read(reader));
      } else {
        refuseShape(items.get(i), itemPath, "a section of lines \"key: value\"");
      }
    }
    return List.copyOf(results);
  }

  /** The single values in the list under {@code key}. */
  public <T> List<T> values(String key, Form<T> form) {
    List<T> results = new ArrayList<>();
    List<Node> items = items(key);
    for (int i = 0; i < items.size(); i++) {
      String itemPath = pathOf(key) + "[" + i + "]";
      if (items.get(i) instanceof Scalar item) {
        fit(item, itemPath, form).ifPresent(results::add);
      } else {
        refuseShape(items.get(i), itemPath, "a single value");
      }
    }
    return List.copyOf(results);
  }

  /** Whether a list stands under {@code key}. */
  public boolean holdsList(String key) {
    asked.add(key);
    Entry entry = mapping.entries().get(key);
    return entry != null && entry.value() instanceof Sequence;
  }

  /** Whether a list without anything in it stands under {@code key}. */
  public boolean isEmptyList(String key) {
    Entry entry = mapping.entries().get(key);
    return entry != null && entry.value() instanceof Sequence list && list.items().isEmpty();
  }

  /** Whether nothing, or nothing but a comment, stands under {@code key}. */
  public boolean isAbsent(String key) {
    Entry entry = mapping.entries().get(key);
    return entry == null || (entry.value() instanceof Scalar scalar && scalar.isEmpty());
  }

  /** Whether no problem has been noted at {@code key} or below it. */
  public boolean isSound(String key) {
    return source.isSound(pathOf(key));
  }

  /** A path, absolute or relative to the folder of the configuration file; given as absolute. */
  public Optional<Path> path(String key) {
    return value(
        key,
        Form.of("a path, absolute or relative to this file (\"~\" has no meaning)", this::resolve));
  }

  public Path path(String key, String fallback) {
    return path(key).orElseGet(() -> folder().resolve(fallback).normalize());
  }

  /** A file that may not exist yet; when it does, only its owner may have access to it. */
  public Path privateFile(String key, String fallback) {
    Path file = path(key, fallback);
    if (Files.exists(file)) {
      new SecretReader(this, key).checkPrivate(file);
    }
    return file;
  }

  /**
   * A secret: {@code file:PATH}, {@code env:NAME}, or itself if this file is open to its owner
   * only.
   */
  public Optional<Secret> secret(String key) {
    return scalar(key).flatMap(scalar -> new SecretReader(this, key).reference(scalar.text()));
  }

  /** A secret that stands in this file itself, which must be open to its owner only. */
  public Optional<Secret> literalSecret(String key, Form<String> form) {
    return scalar(key).flatMap(scalar -> new SecretReader(this, key).literal(scalar.text(), form));
  }

  /**
   * The values in a file that {@code key} names, one a line; blank lines and those that start with
   * {@code #} do not count. Only its owner may change it.
   */
  public <T> List<T> companion(String key, Path file, Form<T> form) {
    List<T> results = new ArrayList<>();
    try {
      List<String> lines = FileAccess.read(file, COMPANION_LIMIT).lines().toList();
      if (FileAccess.writableByOthers(file)) {
        refuse(
            key, "users other than its owner can change " + file, FileAccess.chmod("go-w", file));
      }
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        if (!line.isEmpty() && !line.startsWith("#")) {
          Optional<T> value = form.read().apply(line);
          if (value.isEmpty()) {
            source.found(
                new Problem(
                    file,
                    i + 1,
                    1,
                    pathOf(key),
                    "the line is not valid",
                    "expected " + form.expected()));
          }
          value.ifPresent(results::add);
        }
      }
    } catch (FileAccess.Unreadable e) {
      refuse(key, file + ": " + e.wrong, e.advice);
    }
    return List.copyOf(results);
  }

  /** Notes a problem with the section as a whole. */
  public void refuse(String wrong, String advice) {
    source.found(mapping.place(), path, wrong, advice);
  }

  /** Notes a problem at {@code key}, or at the section if the key is not there. */
  public void refuse(String key, String wrong, String advice) {
    Entry entry = mapping.entries().get(key);
    Place place = entry == null ? mapping.place() : entry.value().place();
    source.found(place, pathOf(key), wrong, advice);
  }

  /** A value for a message: cut when it is long. */
  public static String quoted(String value) {
    return "\"" + (value.length() <= 60 ? value : value.substring(0, 60) + "...") + "\"";
  }

  private Optional<Node> node(String key) {
    asked.add(key);
    return Optional.ofNullable(mapping.entries().get(key)).map(Entry::value);
  }

  private Optional<Scalar> scalar(String key) {
    Optional<Node> node = node(key);
    if (node.isPresent() && !(node.get() instanceof Scalar)) {
      refuseShape(node.get(), pathOf(key), "a single value");
    }
    return node.flatMap(
        found ->
            found instanceof Scalar scalar && !scalar.isEmpty()
                ? Optional.of(scalar)
                : Optional.empty());
  }

  private List<Node> items(String key) {
    Optional<Node> node = node(key);
    if (node.isPresent() && node.get() instanceof Sequence sequence) {
      return sequence.items();
    }
    node.filter(other -> !(other instanceof Scalar scalar && scalar.isEmpty()))
        .ifPresent(
            other -> refuseShape(other, pathOf(key), "a list: lines that start with \"- \""));
    return List.of();
  }

  private <T> Optional<T> fit(Scalar scalar, String at, Form<T> form) {
    Optional<T> value = form.read().apply(scalar.text());
    if (value.isEmpty()) {
      String meant =
          Spelling.nearest(scalar.text(), form.words())
              .map(word -> "did you mean \"" + word + "\"? It must be ")
              .orElse("expected ");
      source.found(
          scalar.place(), at, quoted(scalar.text()) + " is not valid", meant + form.expected());
    }
    return value;
  }

  private void refuseShape(Node node, String at, String expected) {
    source.found(node.place(), at, "this is " + node.noun(), "expected " + expected);
  }

  private String keyAdvice(String key) {
    return Spelling.nearest(key, asked)
        .map(word -> "did you mean \"" + word + "\"?")
        .orElseGet(() -> "the keys here are " + String.join(", ", asked));
  }

  /** A path as written in this file; empty when it is none. */
  Optional<Path> resolve(String written) {
    if (written.isEmpty() || written.startsWith("~")) {
      return Optional.empty();
    }
    try {
      return Optional.of(folder().resolve(written).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  Path file() {
    return source.file();
  }

  private Path folder() {
    Path parent = source.file().toAbsolutePath().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
