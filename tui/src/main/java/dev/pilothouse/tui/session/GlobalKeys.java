package dev.pilothouse.tui.session;

import dev.pilothouse.tui.screen.Binding;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.Said;
import dev.pilothouse.tui.screen.Screen;
import dev.pilothouse.tui.screen.Step;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.CommandLine;
import dev.pilothouse.tui.screen.image.ImagesScreen;
import dev.pilothouse.tui.screen.network.NetworksScreen;
import dev.pilothouse.tui.screen.operation.EventsScreen;
import dev.pilothouse.tui.screen.operation.OperationsScreen;
import dev.pilothouse.tui.screen.operation.SessionsScreen;
import dev.pilothouse.tui.screen.storage.StorageScreen;
import dev.pilothouse.tui.screen.text.TextScreen;
import dev.pilothouse.tui.screen.vm.TrashScreen;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Keys that mean the same on every screen that does not take text. */
final class GlobalKeys {
  private static final int NARROW = 60;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private GlobalKeys() {}

  private static List<Binding> of(Screen top, boolean lowest, World world) {
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
    all.add(bind("6", "", "pools and volumes", top, new Effect.Show(StorageScreen.start())));
    all.add(bind("7", "", "images", top, new Effect.Show(ImagesScreen.start())));
    all.add(bind("8", "", "networks", top, new Effect.Show(NetworksScreen.start())));
    all.add(bind("9", "", "the trash", top, new Effect.Show(TrashScreen.start())));
    all.addAll(whereLettersAreText(top, world));
    return all;
  }

  /** Those that are no letters, so that they can mean the same also where letters are text. */
  private static List<Binding> whereLettersAreText(Screen top, World world) {
    return List.of(
        bind("m F5 ^G", "", "messages, whole and with those before", top, messages(world)),
        bind("^L", "", "paint everything again", top, new Effect.Redraw()));
  }

  /** Those that hold for {@code stack} as it is. */
  static List<Binding> of(ScreenStack stack, World world) {
    if (stack.top().takesAllKeys()) {
      return List.of();
    }
    // A text that somebody works on must not be left behind by a key pressed on what lies over it.
    return stack.screens().stream().anyMatch(Screen::takesText)
        ? whereLettersAreText(stack.top(), world)
        : of(stack.top(), stack.screens().size() == 1, world);
  }

  static Optional<Binding> find(String key, ScreenStack stack, World world) {
    boolean letter = key.length() == 1;
    return of(stack, world).stream()
        .filter(binding -> binding.keys().contains(key) && !(letter && stack.top().takesText()))
        .findFirst();
  }

  private static Effect messages(World world) {
    List<String> lines = new ArrayList<>();
    NewsLine now = NewsLine.of(world, null);
    if (!now.text().isEmpty()) {
      lines.add(now.text());
      lines.add("");
    }
    for (Said said : world.said()) {
      lines.add(TIME.format(said.at()) + "  " + said.text());
    }
    if (lines.isEmpty()) {
      lines.add("There was no message yet.");
    }
    return new Effect.Open(TextScreen.wrapped("Messages", lines));
  }

  private static Binding bind(String keys, String label, String help, Screen top, Effect effect) {
    return Binding.of(keys, label, help, () -> Step.of(top, effect));
  }

  private static TextScreen help(Screen top, boolean lowest, World world) {
    int width = world.columns() < NARROW ? 8 : 21;
    List<String> lines = new ArrayList<>();
    lines.add(top.title());
    lines.add("");
    for (Binding binding : top.bindings(world)) {
      String why = binding.enabled() ? "" : "   (not now: " + binding.disabled() + ")";
      lines.add(row(width, String.join(" ", binding.keys()), binding.help() + why));
    }
    lines.addAll(List.of("", "Everywhere", ""));
    lines.add(row(width, "? F1", "the keys of this screen"));
    lines.add(row(width, ": F2", "run a command of the shell; Tab completes"));
    lines.add(row(width, "1", "hosts and VMs"));
    lines.add(row(width, "2 T", "operations"));
    lines.add(row(width, "3", "events"));
    lines.add(row(width, "4 !", "alerts"));
    lines.add(row(width, "5", "who is logged in"));
    lines.add(row(width, "6", "pools and volumes"));
    lines.add(row(width, "7", "images"));
    lines.add(row(width, "8", "networks"));
    lines.add(row(width, "9", "the trash"));
    lines.add(row(width, "m F5 ^G", "messages, whole and with those before"));
    lines.add(row(width, "^L", "paint everything again"));
    lines.add(row(width, lowest ? "q F10 ^C" : "F10 ^C", "leave Pilothouse; what runs goes on"));
    return TextScreen.wrapped("Help", lines);
  }

  /** The gap of two blanks makes the help go on beneath itself where it is wrapped. */
  private static String row(int width, String keys, String help) {
    return String.format(Locale.ROOT, "  %-" + width + "s  %s", keys, help);
  }
}
