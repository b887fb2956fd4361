package dev.pilothouse.config.source;

import dev.pilothouse.config.source.Node.Mapping;
import dev.pilothouse.config.source.Node.Place;
import dev.pilothouse.config.source.Node.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One configuration file while it is read, with the problems found so far. */
public final class SourceFile {
  private static final int LIMIT = 1 << 20;

  private final Path file;
  private final Surroundings surroundings;
  private final List<Problem> problems = new ArrayList<>();

  private SourceFile(Path file, Surroundings surroundings) {
    this.file = file;
    this.surroundings = surroundings;
  }

  /**
   * Reads a whole file.
   *
   * @param read what to take from its root section
   * @throws ConfigException with all that is wrong with it: it is missing, others may change it, it
   *     is no YAML, or keys or values are not right
   */
  public static <T> T load(Path file, Surroundings surroundings, Function<Section, T> read)
      throws ConfigException {
    SourceFile source = new SourceFile(file, surroundings);
    T result = source.root(source.content()).read(read);
    if (!source.problems.isEmpty()) {
      throw new ConfigException(file, source.problems);
    }
    return result;
  }

  /**
   * What a file without any key gives.
   *
   * @param file where it would be; relative paths are relative to its folder
   */
  public static <T> T defaults(Path file, Surroundings surroundings, Function<Section, T> read) {
    SourceFile source = new SourceFile(file, surroundings);
    T result = source.root(new Mapping(Place.NOWHERE, Map.of())).read(read);
    if (!source.problems.isEmpty()) {
      throw new IllegalStateException("the defaults do not hold: " + source.problems);
    }
    return result;
  }

  private Node content() {
    try {
      String text = FileAccess.read(file, LIMIT);
      if (FileAccess.writableByOthers(file)) {
        found(
            Place.NOWHERE,
            "",
            "users other than its owner can change this file",
            FileAccess.chmod("go-w", file));
      }
      return NodeReader.read(text, this::found);
    } catch (FileAccess.Unreadable e) {
      found(Place.NOWHERE, "", e.wrong, e.advice);
      return new Mapping(Place.NOWHERE, Map.of());
    }
  }

  private Section root(Node node) {
    return switch (node) {
      case Mapping mapping -> new Section(this, "", mapping);
      case Scalar scalar ->
          scalar.isEmpty() ? new Section(this, "", empty(scalar)) : notASection(scalar);
      case Node.Sequence sequence -> notASection(sequence);
    };
  }

  private Section notASection(Node node) {
    found(
        node.place(),
        "",
        "the file holds " + node.noun(),
        "expected lines of the form \"key: value\"");
    return new Section(this, "", empty(node));
  }

  private static Mapping empty(Node node) {
    return new Mapping(node.place(), Map.of());
  }

  void found(Place place, String path, String wrong, String advice) {
    found(new Problem(file, place.line(), place.column(), path, wrong, advice));
  }

  void found(Problem problem) {
    problems.add(problem);
  }

  boolean isSound(String path) {
    return problems.stream().noneMatch(problem -> problem.path().startsWith(path));
  }

  Path file() {
    return file;
  }

  Surroundings surroundings() {
    return surroundings;
  }
}
