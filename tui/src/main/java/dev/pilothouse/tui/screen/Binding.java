package dev.pilothouse.tui.screen;

import java.util.List;
import java.util.function.Supplier;

/**
 * One row of a screen's table of keys.
 *
 * @param keys their names as {@link Keys} spells them, the one to show first
 * @param label a word or two for the key bar; empty: only in the help
 * @param help what it does, in a few words
 * @param disabled why it cannot be done now; empty when it can
 */
public record Binding(
    List<String> keys, String label, String help, String disabled, Supplier<Step> act) {
  /**
   * @param keys names separated by blanks
   */
  public static Binding of(String keys, String label, String help, Supplier<Step> act) {
    return new Binding(List.of(keys.split(" ")), label, help, "", act);
  }

  public Binding unless(String reason) {
    return new Binding(keys, label, help, reason, act);
  }

  public boolean enabled() {
    return disabled.isEmpty();
  }
}
