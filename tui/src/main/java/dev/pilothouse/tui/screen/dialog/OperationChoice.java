package dev.pilothouse.tui.screen.dialog;

import dev.pilothouse.fleet.operation.Operation;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import java.util.List;
import java.util.Locale;

/** Operations as they are offered: not without the permission, and asked about where one must. */
public final class OperationChoice {
  private OperationChoice() {}

  /**
   * A row of a menu.
   *
   * @param unfit why it makes no sense now; empty when it does
   * @param name what people call the target
   */
  public static Menu.Choice of(
      String key, String label, String unfit, Operation operation, String name, World world) {
    String missing = missing(operation.verb(), world);
    return new Menu.Choice(
        key, label, missing.isEmpty() ? unfit : missing, List.of(asked(operation, name, label)));
  }

  /** Which permission the person lacks for it; empty when none. */
  public static String missing(Verb verb, World world) {
    Permission needed = verb.permission();
    return world.who().may(needed)
        ? ""
        : "needs the permission to " + needed.name().toLowerCase(Locale.ROOT);
  }

  /** Submits it, after a question where a service stops or data can be lost. */
  public static Effect asked(Operation operation, String name, String title) {
    return switch (operation.verb().risk()) {
      case READS, NONE -> submit(operation, name);
      case SERVICE, DATA -> typed(operation, name, title, "");
    };
  }

  /**
   * Asks, whatever the risk.
   *
   * @param phrase what must be typed; empty: {@code y} will do
   */
  public static Effect typed(Operation operation, String name, String title, String phrase) {
    return new Effect.Open(
        Confirm.of(
            title,
            List.of(operation.sentence(name), operation.inverse().said()),
            phrase,
            operation.verb().risk() == Verb.Risk.DATA,
            List.of(submit(operation, name))));
  }

  public static Effect submit(Operation operation, String name) {
    return new Effect.Submit(
        operation.verb().title(), List.of(new Effect.Target(operation, name)), "");
  }
}
