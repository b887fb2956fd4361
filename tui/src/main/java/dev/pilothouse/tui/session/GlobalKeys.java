package dev.pilothouse.tui.session;

import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.CommandLine;
import dev.pilothouse.tui.screen.image.ImagesScreen;
import dev.pilothouse.tui.screen.operation.EventsScreen;
import dev.pilothouse.tui.screen.operation.OperationsScreen;
import dev.pilothouse.tui.screen.operation.SessionsScreen;
import dev.pilothouse.tui.screen.text.TextScreen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keys that mean the same on every screen that does not take text. */
final class GlobalKeys {
  private GlobalKeys() {}

  static List<Binding> of(Screen top, boolean lowest, World world) {
    List<Binding> all = new ArrayList<>();
    all.add(
        bind(
            ": F2",
            "command",
            "run a command of the shell",
            top,
            new Effect.Open(CommandLine.empty())));
    all.add(
        bind(
            "? F1",
            "help",
            "the keys of this screen",
            top,
            new Effect.Open(help(top, lowest, world))));
    if (lowest) {
      all.add(
          bind("q F10 ^C", "quit", "leave Pilothouse; what runs goes on", top, new Effect.Quit()));
    } else {
      all.add(bind("^C F10", "", "leave Pilothouse; what runs goes on", top, new Effect.Quit()));
    }
    all.add(bind("1", "", "hosts and VMs", top, new Effect.Home()));
    all.add(bind("2 T", "", "operations", top, new Effect.Show(OperationsScreen.start())));
    all.add(bind("3", "", "events", top, new Effect.Show(EventsScreen.start(false))));
    all.add(bind("4 !", "", "alerts", top, new Effect.Show(EventsScreen.start(true))));
    all.add(bind("5", "", "who is logged in", top, new Effect.Show(SessionsScreen.start())));
    all.add(bind("7", "", "images", top, new Effect.Show(ImagesScreen.start())));
    all.add(bind("^L", "", "paint everything again", top, new Effect.Redraw()));
    return all;
  }

  private static Binding bind(String keys, String label, String help, Screen top, Effect effect) {
    return Binding.of(keys, label, help, () -> Step.of(top, effect));
  }

  private static TextScreen help(Screen top, boolean lowest, World world) {
    List<String> lines = new ArrayList<>();
    lines.add(top.title());
    lines.add("");
    top.bindings(world).forEach(binding -> lines.add(line(binding)));
    lines.add("");
    lines.add("Everywhere");
    lines.add("");
    lines.add(row("? F1", "the keys of this screen"));
    lines.add(row(": F2", "run a command of the shell; Tab completes"));
    lines.add(row("1", "hosts and VMs"));
    lines.add(row("2 T", "operations"));
    lines.add(row("3", "events"));
    lines.add(row("4 !", "alerts"));
    lines.add(row("5", "who is logged in"));
    lines.add(row("7", "images"));
    lines.add(row("^L", "paint everything again"));
    lines.add(row(lowest ? "q F10 ^C" : "F10 ^C", "leave Pilothouse; what runs goes on"));
    return new TextScreen("Help", lines, 0, 0);
  }

  private static String line(Binding binding) {
    String why = binding.enabled() ? "" : "   (not now: " + binding.disabled() + ")";
    return row(String.join(" ", binding.keys()), binding.help() + why);
  }

  private static String row(String keys, String help) {
    return String.format(Locale.ROOT, "  %-22s %s", keys, help);
  }
}
