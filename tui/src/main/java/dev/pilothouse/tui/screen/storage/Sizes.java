package dev.pilothouse.tui.screen.storage;

import dev.pilothouse.fleet.model.ByteAmount;
import dev.pilothouse.fleet.model.Pool;
import dev.pilothouse.tui.shell.output.Amounts;

/** What is said about a size while it is typed. */
final class Sizes {
  private Sizes() {}

  /** Why a new volume of that size will not do; empty when it will. */
  static String problem(String text, Pool pool, boolean preallocate) {
    long bytes;
    try {
      bytes = ByteAmount.read(text);
    } catch (IllegalArgumentException e) {
      return text.isBlank() ? "A size is needed, such as 20G." : sentence(e);
    }
    if (bytes < 1) {
      return "A size of at least one byte is needed.";
    }
    long room = preallocate ? pool.availableBytes() : pool.capacityBytes();
    return bytes > room
        ? "The pool has " + Amounts.bytes(room) + (preallocate ? " left." : " in all.")
        : "";
  }

  /** Why a disk of {@code now} bytes cannot grow to that; empty when it can. */
  static String growProblem(String text, long now) {
    long bytes;
    try {
      bytes = ByteAmount.read(text);
    } catch (IllegalArgumentException e) {
      return text.isBlank() ? "A size is needed, such as 40G." : sentence(e);
    }
    return bytes <= now ? "It has " + Amounts.bytes(now) + "; a disk never gets smaller." : "";
  }

  /** Why a name will not do for a volume of the pool; empty when it will. */
  static String nameProblem(String name, Pool pool) {
    if (name.isBlank() || name.startsWith(".")) {
      return "A name is needed, and it does not begin with a dot.";
    }
    if (name.indexOf('/') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
      return "Names have no / and no control characters.";
    }
    return pool.volumes().stream().anyMatch(volume -> volume.name().equals(name))
        ? "The pool has a volume of that name."
        : "";
  }

  private static String sentence(IllegalArgumentException e) {
    return e.getMessage() + ".";
  }
}
