package dev.pilothouse.config.source;

import dev.pilothouse.config.source.Node.Place;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Malformed YAML in a person's words. The parser's own message is not shown: it quotes lines of the
 * file, which may hold a secret.
 */
record SyntaxError(Place place, String wrong, String advice) {
  private static final String ALIGN =
      "indent with spaces only, and let the keys of one section start in the same column";

  static SyntaxError of(JacksonException e) {
    if (e.getCause() instanceof MarkedYamlEngineException cause) {
      Place problem = cause.getProblemMark().map(SyntaxError::place).orElse(Place.NOWHERE);
      Place context = cause.getContextMark().map(SyntaxError::place).orElse(problem);
      return of(Optional.ofNullable(cause.getProblem()).orElse(""), problem, context);
    }
    if (e instanceof StreamConstraintsException) {
      return new SyntaxError(
          Place.NOWHERE,
          "it is nested deeper, or a value in it is longer, than in any configuration",
          "make sure that it is the right file");
    }
    Place place =
        Optional.ofNullable(e.getLocation())
            .map(location -> new Place(location.getLineNr(), location.getColumnNr()))
            .orElse(Place.NOWHERE);
    return new SyntaxError(
        place, "this is not readable as YAML", "expected \"key: value\", with a plain word as key");
  }

  /**
   * @param problem snakeyaml-engine's words for it
   * @param context where the thing began that could not be finished
   */
  private static SyntaxError of(String problem, Place place, Place context) {
    if (problem.contains("(TAB)")) {
      return new SyntaxError(place, "the line is indented with a tab", ALIGN);
    }
    if (problem.contains("mapping values are not allowed")) {
      return new SyntaxError(
          place,
          "a \":\" is not expected here",
          "put the value in quotes if the \":\" belongs to it; else " + ALIGN);
    }
    if (problem.contains("expected <block end>")) {
      return new SyntaxError(place, "the line does not belong to what stands above it", ALIGN);
    }
    if (problem.contains("could not find expected ':'")) {
      return new SyntaxError(
          context, "a \":\" is missing after the key", "expected \"key: value\"");
    }
    if (problem.contains("unexpected end of stream")) {
      return new SyntaxError(
          context, "the quote that opens here is never closed", "close it on the same line");
    }
    if (problem.contains("expected ',' or ']'")) {
      return new SyntaxError(
          context,
          "the \"[\" here is never closed",
          "separate values by \",\" and close with \"]\"");
    }
    if (problem.contains("expected ',' or '}'")) {
      return new SyntaxError(
          context,
          "the \"{\" here is never closed",
          "separate values by \",\" and close with \"}\"");
    }
    if (problem.contains("cannot start any token")) {
      return new SyntaxError(
          place, "a value cannot start with this character", "put the value in quotes");
    }
    if (problem.contains("escape character")) {
      return new SyntaxError(
          place,
          "this is no escape that YAML knows",
          "write the backslash twice, or use single quotes");
    }
    return new SyntaxError(
        place, "this is not readable as YAML", "expected \"key: value\"; " + ALIGN);
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
