package dev.pilothouse.tui.filter;

import dev.pilothouse.fleet.model.Fleet;
import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is left of a fleet when a person narrows it down: {@code host:h1 state:running tag:db
 * os:debian ip:10.0.* web*}. All terms must hold; {@code !} before a term turns it around; quotes
 * keep spaces together ({@code state:"shut off"}).
 *
 * <p>A value with {@code *} or {@code ?} is a glob and must cover the whole text. Without them, a
 * bare word, {@code name:}, {@code os:} and {@code title:} look for a part of the text, {@code
 * uuid:} for its beginning, and {@code host:}, {@code state:}, {@code ip:} and {@code tag:} for all
 * of it. Case never matters. Names are compared both as they are and as they are shown.
 */
public final class FleetFilter {
  /** The filter that lets everything through. */
  public static final FleetFilter NONE = new FleetFilter("", List.of());

  private final String text;
  private final List<Term> terms;

  private FleetFilter(String text, List<Term> terms) {
    this.text = text;
    this.terms = terms;
  }

  /**
   * @throws MalformedFilterException naming the term that is wrong
   */
  public static FleetFilter parse(String text) throws MalformedFilterException {
    List<Term> terms = new ArrayList<>();
    for (String word : words(text)) {
      terms.add(Term.parse(word));
    }
    return new FleetFilter(text.strip(), List.copyOf(terms));
  }

  /** As it was typed. */
  public String text() {
    return text;
  }

  public boolean isEmpty() {
    return terms.isEmpty();
  }

  public boolean matches(Vm vm) {
    for (Term term : terms) {
      if (!term.holds(vm)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a list of hosts shows this one: terms about hosts must hold for it, and where there are
   * terms about VMs, one of its VMs must match them all.
   */
  public boolean matches(Host host, Fleet fleet) {
    for (Term term : terms) {
      if (term.field() == Field.HOST && !term.holds(host.name())) {
        return false;
      }
    }
    return terms.stream().allMatch(term -> term.field() == Field.HOST)
        || fleet.vms(host.name()).stream().anyMatch(this::matches);
  }

  /** Splits at spaces outside of quotes; the quotes go. */
  private static List<String> words(String text) throws MalformedFilterException {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean any = false;
    int quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        any = true;
      } else if (Character.isWhitespace(c)) {
        if (any) {
          words.add(word.toString());
        }
        word.setLength(0);
        any = false;
      } else {
        word.append(c);
        any = true;
      }
    }
    if (quote != 0) {
      throw new MalformedFilterException(
          "the quote before '" + Visible.line(word.toString()) + "' is not closed");
    }
    if (any) {
      words.add(word.toString());
    }
    return words;
  }

  /** What a term looks at. */
  enum Field {
    NAME,
    HOST,
    STATE,
    TAG,
    OS,
    IP,
    UUID,
    TITLE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
