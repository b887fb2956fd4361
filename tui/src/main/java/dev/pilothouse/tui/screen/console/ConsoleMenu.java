package dev.pilothouse.tui.screen.console;

import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.console.keys.Chord;
import dev.pilothouse.fleet.console.keys.KeyLayout;
import dev.pilothouse.fleet.console.keys.KeyNames;
import dev.pilothouse.fleet.operation.ConsoleOperation.Face;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.fleet.operation.Role;
import dev.pilothouse.tui.console.ConsoleStatus;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.console.GuestConsole;
import dev.pilothouse.tui.screen.Effect;
import dev.pilothouse.tui.screen.World;
import dev.pilothouse.tui.screen.dialog.Menu;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code ^]} opens over a console. */
final class ConsoleMenu {
  private static final String NOT_TYPING = "you do not have the keyboard";

  private ConsoleMenu() {}

  static Menu of(ConsoleScreen screen, World world) {
    ConsoleTarget target = screen.target();
    GuestConsole console = world.consoles().of(target);
    ConsoleStatus status = console == null ? null : console.status();
    boolean types = status != null && status.typing();
    String cannot = types ? "" : NOT_TYPING;
    List<Menu.Choice> choices = new ArrayList<>();
    choices.add(choice("x", "Exit; the guest goes on", "", screen.leaving()));
    choices.add(choice("p", "Paste...", cannot, new Effect.Open(PasteScreen.empty(target))));
    choices.add(choice("s", "Type a secret...", cannot, new Effect.Open(SecretForm.of(target))));
    choices.add(choice("k", "Send keys...", cannot, new Effect.Open(keys(target))));
    keyboard(choices, target, status, world);
    if (target.face() == Face.SERIAL) {
      choices.add(
          choice("b", "Look back, search", "", new Effect.Replace(screen, screen.looking())));
      choices.add(
          choice(
              "z",
              "Tell the guest this size (types stty)",
              cannot,
              wish(target, size(screen.columns(), screen.rows()))));
    } else {
      choices.add(choice("l", "Keyboard layout...", "", new Effect.Open(layouts(target))));
    }
    choices.add(other(screen));
    if (status != null
        && status.condition() != null
        && status.condition().state() == ConsoleNews.State.HELD) {
      choices.add(
          choice(
              "o",
              "Open it anyway: whoever has it loses it",
              "",
              wish(target, new ConsoleWish.OpenAnyway())));
    }
    return Menu.of(screen.title(), choices);
  }

  private static Menu.Choice choice(String key, String label, String cannot, Effect effect) {
    return new Menu.Choice(key, label, cannot, List.of(effect));
  }

  private static Effect wish(ConsoleTarget target, ConsoleWish wish) {
    return new Effect.InConsole(target, console -> console.wish(wish));
  }

  private static ConsoleWish size(int columns, int rows) {
    String words = "stty rows " + rows + " cols " + columns + "\r";
    return new ConsoleWish.Type(words.getBytes(StandardCharsets.US_ASCII));
  }

  private static void keyboard(
      List<Menu.Choice> choices,
      ConsoleTarget target,
      @Nullable ConsoleStatus status,
      World world) {
    ConsoleNews.Keyboard keyboard = status == null ? null : status.keyboard();
    if (keyboard != null && keyboard.yours()) {
      if (!keyboard.asking().isEmpty()) {
        String who = keyboard.asking().getFirst();
        choices.add(
            choice(
                "g",
                "Give the keyboard to " + who,
                "",
                wish(target, new ConsoleWish.Answer(true))));
        choices.add(
            choice("n", "Keep the keyboard", "", wish(target, new ConsoleWish.Answer(false))));
      }
      choices.add(choice("w", "Only watch", "", wish(target, new ConsoleWish.LeaveKeyboard())));
      return;
    }
    String may = world.who().may(Permission.OPERATE) ? "" : "needs the permission to operate";
    choices.add(
        choice("t", "Ask for the keyboard", may, wish(target, new ConsoleWish.AskKeyboard())));
    if (world.who().role() == Role.ADMIN && keyboard != null && keyboard.holder() != null) {
      choices.add(
          choice(
              "T",
              "Take the keyboard from " + keyboard.holder() + "...",
              "",
              new Effect.Open(TakeForm.of(target, keyboard.holder()))));
    }
  }

  private static Menu.Choice other(ConsoleScreen screen) {
    ConsoleTarget other =
        switch (screen.target().face()) {
          case SERIAL -> screen.target().withFace(Face.SCREEN);
          case SCREEN -> screen.target().withFace(Face.SERIAL);
        };
    return new Menu.Choice(
        "f",
        "Its " + ConsoleScreen.word(other.face()) + " instead",
        "",
        List.of(
            new Effect.OpenConsole(other),
            new Effect.Replace(screen, ConsoleScreen.of(other, screen.only()))));
  }

  /** Keys that a terminal keeps for itself, or cannot send. */
  private static Menu keys(ConsoleTarget target) {
    List<Menu.Choice> choices = new ArrayList<>();
    switch (target.face()) {
      case SERIAL -> {
        choices.add(bytes(target, "]", "Ctrl-]", "\u001d"));
        choices.add(bytes(target, "c", "Ctrl-C", "\u0003"));
        choices.add(bytes(target, "\\", "Ctrl-\\", "\u001c"));
        choices.add(bytes(target, "z", "Ctrl-Z", "\u001a"));
        choices.add(
            new Menu.Choice(
                "b",
                "Break",
                "libvirt's consoles carry none; echo b > /proc/sysrq-trigger in the guest",
                List.of()));
      }
      case SCREEN -> {
        choices.add(chord(target, "d", "ctrl-alt-del"));
        choices.add(chord(target, "b", "ctrl-alt-backspace"));
        for (int i = 1; i <= 7; i++) {
          choices.add(chord(target, Integer.toString(i), "ctrl-alt-f" + i));
        }
        choices.add(chord(target, "]", "ctrl-]", KeyNames.chord("ctrl"), 27));
        choices.add(chord(target, "s", "alt-sysrq-s"));
        choices.add(chord(target, "u", "alt-sysrq-u"));
        choices.add(chord(target, "r", "alt-sysrq-b"));
        choices.add(chord(target, "w", "meta"));
        choices.add(chord(target, "p", "print"));
      }
    }
    return Menu.of("Send keys to " + target.name(), choices);
  }

  private static Menu.Choice bytes(ConsoleTarget target, String key, String label, String text) {
    return choice(
        key,
        label,
        "",
        wish(target, new ConsoleWish.Type(text.getBytes(StandardCharsets.US_ASCII))));
  }

  private static Menu.Choice chord(ConsoleTarget target, String key, String name) {
    return choice(
        key, name, "", wish(target, new ConsoleWish.Strike(List.of(KeyNames.chord(name)))));
  }

  private static Menu.Choice chord(
      ConsoleTarget target, String key, String label, Chord held, int code) {
    List<Integer> codes = new ArrayList<>(held.codes());
    codes.add(code);
    return choice(key, label, "", wish(target, new ConsoleWish.Strike(List.of(new Chord(codes)))));
  }

  private static Menu layouts(ConsoleTarget target) {
    List<Menu.Choice> choices = new ArrayList<>();
    for (String name : KeyLayout.names()) {
      KeyLayout layout = KeyLayout.named(name).orElseThrow();
      choices.add(
          choice(
              Integer.toString(choices.size() + 1),
              name,
              "",
              new Effect.InConsole(target, console -> console.layout(layout))));
    }
    return Menu.of("Keyboard of " + target.name(), choices);
  }
}
