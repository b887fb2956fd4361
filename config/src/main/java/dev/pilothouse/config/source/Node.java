package dev.pilothouse.config.source;

import java.util.List;
import java.util.Map;

/** A piece of a YAML document that still knows where it stands. */
sealed interface Node {
  Place place();

  /** What it is, for messages. */
  default String noun() {
    return switch (this) {
      case Scalar scalar -> "a single value";
      case Mapping mapping -> "a section";
      case Sequence sequence -> "a list";
    };
  }

  /** Counted from 1; 0 means nowhere in particular. */
  record Place(int line, int column) {
    static final Place NOWHERE = new Place(0, 0);
  }

  /**
   * A value as written, unquoted. Its type is for the key to say: {@code 0777} and {@code yes} stay
   * what they are.
   */
  record Scalar(Place place, String text) implements Node {
    /** Nothing after the key's colon, so the default holds. */
    boolean isEmpty() {
      return text.isEmpty() || text.equals("~") || text.equals("null");
    }
  }

  /** Keys in the order of the file. */
  record Mapping(Place place, Map<String, Entry> entries) implements Node {}

  /** A list. */
  record Sequence(Place place, List<Node> items) implements Node {}

  /** A key's value; {@code place} is the key's own. */
  record Entry(Place place, Node value) {}
}
