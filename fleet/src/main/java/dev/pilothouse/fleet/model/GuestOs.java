package dev.pilothouse.fleet.model;

/**
 * The guest's operating system and how it is known.
 *
 * @param name such as {@code Debian 12}; empty when unknown
 * @param evidence where the name comes from ({@code agent}, {@code libosinfo}), or why there is
 *     none
 */
public record GuestOs(String name, String evidence) {
  /** Nothing is known, and {@code why}. */
  public static GuestOs unknown(String why) {
    return new GuestOs("", why);
  }

  public boolean known() {
    return !name.isEmpty();
  }
}
