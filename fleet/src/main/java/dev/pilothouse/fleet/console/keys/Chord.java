package dev.pilothouse.fleet.console.keys;

import java.util.List;

/**
 * Keys pressed together.
 *
 * @param codes Linux' codes (KEY_A is 30), modifiers first; 1 to 16 of them, which is what
 *     virDomainSendKey takes (VIR_DOMAIN_SEND_KEY_MAX_KEYS)
 */
public record Chord(List<Integer> codes) {
  private static final int MOST = 16;
  private static final int HIGHEST = 767;

  public Chord {
    codes = List.copyOf(codes);
    if (codes.isEmpty() || codes.size() > MOST) {
      throw new IllegalArgumentException("a chord of " + codes.size() + " keys");
    }
    for (int code : codes) {
      if (code < 1 || code > HIGHEST) {
        throw new IllegalArgumentException("there is no key " + code);
      }
    }
  }

  public static Chord of(Integer... codes) {
    return new Chord(List.of(codes));
  }
}
