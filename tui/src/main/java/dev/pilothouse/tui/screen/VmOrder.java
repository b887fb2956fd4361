package dev.pilothouse.tui.screen;

import dev.pilothouse.fleet.model.Vm;
import java.util.Comparator;

/** What a list of VMs is sorted by; every order is total, so rows never jump without reason. */
public enum VmOrder {
  NAME("name"),
  HOST("host"),
  STATE("state"),
  CPU("cpu"),
  MEMORY("memory");

  /**
   * Digits by their value: {@code web2} before {@code web10}. Case matters only as the last resort.
   */
  public static final Comparator<String> NATURAL = VmOrder::natural;

  private final String word;

  VmOrder(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public VmOrder next() {
    return switch (this) {
      case NAME -> HOST;
      case HOST -> STATE;
      case STATE -> CPU;
      case CPU -> MEMORY;
      case MEMORY -> NAME;
    };
  }

  public Comparator<Vm> comparator() {
    Comparator<Vm> byName =
        Comparator.comparing(Vm::name, NATURAL)
            .thenComparing(Vm::host, NATURAL)
            .thenComparing(vm -> vm.ref().uuid());
    return switch (this) {
      case NAME -> byName;
      case HOST -> Comparator.comparing(Vm::host, NATURAL).thenComparing(byName);
      case STATE -> Comparator.comparing(Vm::state).thenComparing(byName);
      case CPU -> Comparator.comparingDouble(Vm::cpuPercent).reversed().thenComparing(byName);
      case MEMORY -> Comparator.comparingLong(Vm::memoryBytes).reversed().thenComparing(byName);
    };
  }

  private static int natural(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      char x = a.charAt(i);
      char y = b.charAt(j);
      if (digit(x) && digit(y)) {
        int startA = skipZeros(a, i);
        int startB = skipZeros(b, j);
        int endA = endOfDigits(a, startA);
        int endB = endOfDigits(b, startB);
        int byLength = Integer.compare(endA - startA, endB - startB);
        int byValue =
            byLength != 0
                ? byLength
                : a.substring(startA, endA).compareTo(b.substring(startB, endB));
        if (byValue != 0) {
          return byValue;
        }
        i = endA;
        j = endB;
      } else {
        int byLetter = Character.compare(Character.toLowerCase(x), Character.toLowerCase(y));
        if (byLetter != 0) {
          return byLetter;
        }
        i++;
        j++;
      }
    }
    int byRest = Integer.compare(a.length() - i, b.length() - j);
    return byRest != 0 ? byRest : a.compareTo(b);
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int skipZeros(String text, int from) {
    int at = from;
    while (at + 1 < text.length() && text.charAt(at) == '0' && digit(text.charAt(at + 1))) {
      at++;
    }
    return at;
  }

  private static int endOfDigits(String text, int from) {
    int at = from;
    while (at < text.length() && digit(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
