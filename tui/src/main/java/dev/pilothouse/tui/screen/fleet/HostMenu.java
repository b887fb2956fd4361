package dev.pilothouse.tui.screen.fleet;

import dev.pilothouse.fleet.model.Host;
import dev.pilothouse.fleet.model.Presence;
import dev.pilothouse.fleet.operation.Verb;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Menu;
import dev.pilothouse.tui.screen.dialog.OperationChoice;
import dev.pilothouse.tui.screen.migration.BalanceScreen;
import dev.pilothouse.tui.screen.migration.DrainPlanScreen;
import dev.pilothouse.tui.screen.migration.DrainScreen;
import dev.pilothouse.tui.screen.migration.UndrainForm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Builds what Enter opens on hosts. */
final class HostMenu {
  private HostMenu() {}

  /**
   * @param name empty for all hosts
   */
  static Screen of(String name, World world) {
    List<Menu.Choice> choices = new ArrayList<>();
    Host host = world.fleet().host(name);
    if (host != null) {
      boolean drained = host.facts().inMaintenance();
      String silent = host.presence() == Presence.ONLINE ? "" : "it does not answer";
      choices.add(
          choice(
              "D",
              "Drain: empty it for maintenance...",
              first(
                  OperationChoice.missing(Verb.HOST_DRAIN, world),
                  drained ? "in maintenance already" : silent),
              now -> DrainPlanScreen.of(name, now)));
      choices.add(
          choice(
              "w",
              "Watch it being emptied",
              drained ? "" : "not in maintenance",
              now -> DrainScreen.of(name)));
      choices.add(
          choice(
              "U",
              "Undrain: end its maintenance...",
              first(
                  OperationChoice.missing(Verb.HOST_UNDRAIN, world),
                  drained ? silent : "not in maintenance"),
              now -> UndrainForm.of(name, now)));
    }
    choices.add(
        choice(
            "B",
            "Balance the fleet...",
            world.fleet().hosts().size() > 1 ? "" : "it takes two hosts",
            BalanceScreen::of));
    return Menu.of(host == null ? "All hosts" : name, choices);
  }

  private static String first(String a, String b) {
    return a.isEmpty() ? b : a;
  }

  /** The plans behind them are made when they are asked for. */
  private static Menu.Choice choice(
      String key, String label, String disabled, Function<World, Screen> screen) {
    return new Menu.Choice(key, label, disabled, List.of(new Effect.OpenOf(screen)));
  }
}
