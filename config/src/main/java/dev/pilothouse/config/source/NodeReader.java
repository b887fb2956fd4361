package dev.pilothouse.config.source;

import dev.pilothouse.config.source.Node.Entry;
import dev.pilothouse.config.source.Node.Mapping;
import dev.pilothouse.config.source.Node.Place;
import dev.pilothouse.config.source.Node.Scalar;
import dev.pilothouse.config.source.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;
import tools.jackson.dataformat.yaml.YAMLReadFeature;

/** Reads YAML text into nodes. Anchors, aliases, tags and repeated keys are problems. */
final class NodeReader {
  private static final YAMLFactory YAML =
      YAMLFactory.builder().disable(YAMLReadFeature.EMPTY_STRING_AS_NULL).build();

  private final YAMLParser parser;
  private final Findings findings;

  private NodeReader(YAMLParser parser, Findings findings) {
    this.parser = parser;
    this.findings = findings;
  }

  /** Where problems go. */
  interface Findings {
    void found(Place place, String path, String wrong, String advice);
  }

  /** The document's root; an empty section when the text holds nothing but comments. */
  static Node read(String text, Findings findings) {
    Optional<Place> control = controlCharacter(text);
    if (control.isPresent()) {
      findings.found(control.get(), "", "a control character stands here", "remove it");
      return new Mapping(Place.NOWHERE, Map.of());
    }
    try (YAMLParser parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), text)) {
      NodeReader reader = new NodeReader(parser, findings);
      if (parser.nextToken() == null) {
        return new Mapping(Place.NOWHERE, Map.of());
      }
      Node root = reader.node("");
      if (parser.nextToken() != null) {
        findings.found(
            reader.here(),
            "",
            "a second document starts here",
            "remove the line \"---\" before it");
      }
      return root;
    } catch (JacksonException e) {
      SyntaxError error = SyntaxError.of(e);
      findings.found(error.place(), "", error.wrong(), error.advice());
      return new Mapping(Place.NOWHERE, Map.of());
    }
  }

  private Node node(String path) {
    Place place = here();
    if (parser.isCurrentAlias()) {
      findings.found(place, path, "aliases (\"*name\") are not read", "write the value out");
    } else if (parser.getRawTag() != null) {
      findings.found(place, path, "tags (\"!name\") are not read", "write the value without one");
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return mapping(place, path);
    }
    if (token == JsonToken.START_ARRAY) {
      return sequence(place, path);
    }
    return new Scalar(place, parser.getString());
  }

  private Mapping mapping(Place place, String path) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Place keyPlace = here();
      String key = parser.currentName();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      parser.nextToken();
      Entry earlier = entries.putIfAbsent(key, new Entry(keyPlace, node(keyPath)));
      if (earlier != null) {
        findings.found(
            keyPlace,
            keyPath,
            "the key is there twice",
            "remove this one or the one in line " + earlier.place().line());
      }
    }
    return new Mapping(place, entries);
  }

  private Sequence sequence(Place place, String path) {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(path + "[" + items.size() + "]"));
    }
    return new Sequence(place, items);
  }

  private Place here() {
    TokenStreamLocation location = parser.currentTokenLocation();
    return new Place(location.getLineNr(), location.getColumnNr());
  }

  /** The first of what YAML 1.2.2 section 5.1 has no room for; the parser would not say where. */
  private static Optional<Place> controlCharacter(String text) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
        lineStart = i + 1;
      } else if (Character.isISOControl(c) && c != '\t' && c != '\r') {
        return Optional.of(new Place(line, i - lineStart + 1));
      }
    }
    return Optional.empty();
  }
}
