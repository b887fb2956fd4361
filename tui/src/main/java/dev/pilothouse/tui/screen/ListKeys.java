package dev.pilothouse.tui.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The keys of a screen that is a list: its own, and those that move in it and leave it. */
public final class ListKeys {
  /** More rows than any list has, and far from the end of int. */
  private static final int ALL = Integer.MAX_VALUE / 2;

  private ListKeys() {}

  /**
   * @param height the rows that show at once; a page leaves one of them to be seen again
   * @param moved the screen with its cursor that many rows further down, stopping at the ends
   */
  public static List<Binding> of(
      List<Binding> own, int height, IntFunction<? extends Screen> moved) {
    int page = Math.max(1, height - 1);
    List<Binding> all = new ArrayList<>(own);
    all.add(move("j Down", "down", 1, moved));
    all.add(move("k Up", "up", -1, moved));
    all.add(move("PgDn Space", "a page down", page, moved));
    all.add(move("PgUp", "a page up", -page, moved));
    all.add(move("g Home", "to the first", -ALL, moved));
    all.add(move("G End", "to the last", ALL, moved));
    all.add(Binding.of("Esc q", "back", "back", () -> Step.of(moved.apply(0), new Effect.Close())));
    return List.copyOf(all);
  }

  private static Binding move(
      String keys, String help, int by, IntFunction<? extends Screen> moved) {
    return Binding.of(keys, "", help, () -> Step.of(moved.apply(by)));
  }
}
