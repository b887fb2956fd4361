package dev.pilothouse.tui.session;

import dev.pilothouse.fleet.GoldenFile;

/** Pictures of screens. */
final class Golden {
  private Golden() {}

  static void check(String name, String picture) {
    GoldenFile.check("screens/" + name + ".txt", picture);
  }
}
