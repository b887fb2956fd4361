package dev.pilothouse.tui.shell.verb;

import com.google.re2j.Pattern;
import dev.pilothouse.fleet.console.ConsoleNews;
import dev.pilothouse.fleet.console.ConsoleWish;
import dev.pilothouse.fleet.console.GuestScreen;
import dev.pilothouse.fleet.console.keys.Chord;
import dev.pilothouse.fleet.console.keys.KeyLayout;
import dev.pilothouse.fleet.console.keys.KeyNames;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ConsoleOperation.Face;
import dev.pilothouse.tui.console.ConsoleStatus;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Guests' screens and keyboards for scripts: nothing has to run inside. */
final class ScreenVerbs {
  static final String SERIAL = "--serial";
  private static final String ENTER = "--enter";
  private static final String LAYOUT = "--layout";
  private static final String PNG = "--png";
  private static final String GREP = "--grep";
  private static final String TEXT = "TEXT";
  private static final String KEYS = "KEYS";
  private static final int MOST_TYPED = 64 << 10;

  /** Screens that are read at once for {@code vm screens}. */
  private static final int AT_ONCE = 16;

  private static final Duration READ_WITHIN = Duration.ofSeconds(10);

  private ScreenVerbs() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "vm",
            "screen",
            "Print what a VM shows on its screen, or printed on its serial console.",
            spec -> {
              spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
              spec.addOption(Options.flag("The end of its serial console instead.", SERIAL));
              spec.addOption(Options.flag("The picture itself as PNG, for a file.", PNG));
            },
            ScreenVerbs::screen),
        new Command(
            "vm",
            "screens",
            "Look for a text on the screens of many VMs.",
            spec -> {
              spec.addPositional(Options.many(Options.TARGET, "The VMs; all that run without."));
              spec.addOption(
                  Options.value("REGEX", Pattern.class, Patterns::of, GREP)
                      .required(true)
                      .description("Such as 'panic|emergency|grub rescue'.")
                      .build());
              spec.addOption(Options.filter());
              spec.addOption(Options.flag("On their serial consoles instead.", SERIAL));
            },
            ScreenVerbs::screens),
        new Command(
            "vm",
            "type",
            "Type a text on a VM's keyboard, or into its serial console.",
            spec -> {
              spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
              spec.addPositional(
                  Options.one(1, TEXT, "The text; - for stdin, which keeps secrets off the line."));
              spec.addOption(Options.flag("Press Enter after it.", ENTER));
              spec.addOption(Options.flag("Into its serial console instead.", SERIAL));
              spec.addOption(layout());
            },
            ScreenVerbs::type),
        new Command(
            "vm", "keys", "Press keys on a VM's keyboard.", ScreenVerbs::keys, ScreenVerbs::press));
  }

  private static void keys(CommandSpec spec) {
    spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
    spec.addPositional(
        Options.one(
            1, KEYS, "Such as ctrl-alt-del, alt-f2, enter; several with commas: down,down,enter."));
  }

  static OptionSpec layout() {
    return Options.value("NAME", KeyLayout.class, ScreenVerbs::layout, LAYOUT)
        .description(
            "The guest's keyboard: " + String.join(", ", KeyLayout.names()) + "; us without.")
        .build();
  }

  private static KeyLayout layout(String name) {
    return KeyLayout.named(name)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no keyboard '"
                        + name
                        + "'; there is "
                        + String.join(", ", KeyLayout.names())));
  }

  static KeyLayout layout(Call call) {
    return call.<KeyLayout>option(LAYOUT).orElseGet(KeyLayout::us);
  }

  static Face face(Call call) {
    return call.has(SERIAL) ? Face.SERIAL : Face.SCREEN;
  }

  private static int picture(Call call) {
    if (call.has(SERIAL) || call.talk().onTerminal() || !call.talk().hasInput()) {
      throw CommandException.usage("A picture is for a file: vm screen NAME --png > screen.png");
    }
    try (Watching watching =
        Watching.open(call, ConsoleVerbs.target(call, Face.SCREEN, false), KeyLayout.us())) {
      CompletableFuture<byte[]> picture = watching.console().photograph();
      watching.awaitOrFail(
          READ_WITHIN,
          "Its picture did not come.",
          console -> picture.isDone() || !console.status().remark().isEmpty());
      if (!picture.isDone()) {
        throw new CommandException(ExitStatus.FAILED, watching.console().status().remark());
      }
      call.talk().streams().out().write(picture.join());
      call.talk().streams().out().flush();
      return ExitStatus.DONE;
    } catch (IOException e) {
      return ExitStatus.GONE;
    }
  }

  private static int screen(Call call) {
    if (call.has(PNG)) {
      return picture(call);
    }
    try (Watching watching =
        Watching.open(call, ConsoleVerbs.target(call, face(call), false), KeyLayout.us())) {
      List<String> lines = lines(watching);
      shown(watching, lines);
      StringBuilder text = new StringBuilder();
      lines.forEach(line -> text.append(Visible.line(line)).append('\n'));
      call.talk().result(text.toString());
      ConsoleStatus status = watching.console().status();
      if (status.kind() == GuestScreen.Kind.PICTURE) {
        call.talk().say("It shows a picture without text that can be read; 'console --screen'.");
      } else if (status.kind() == GuestScreen.Kind.RECOGNISED && status.confidence() < 100) {
        call.talk().say(status.confidence() + " % of it could be read; what could not is \uFFFD.");
      }
      return ExitStatus.DONE;
    }
  }

  /** Refuses what cannot be seen at all. */
  private static void shown(Watching watching, List<String> lines) {
    ConsoleNews.Condition condition = watching.console().status().condition();
    if (lines.isEmpty() && condition != null && condition.state() != ConsoleNews.State.OPEN) {
      throw new CommandException(ExitStatus.CONFLICT, condition.words());
    }
  }

  private static List<String> lines(Watching watching) {
    List<String> all =
        switch (watching.console().target().face()) {
          case SERIAL -> {
            boolean unused =
                watching.await(
                    Duration.ofSeconds(1),
                    console -> !console.lines().stream().allMatch(String::isEmpty));
            yield Patterns.recent().apply(watching.console());
          }
          case SCREEN -> watching.console().screen();
        };
    int end = all.size();
    while (end > 0 && all.get(end - 1).isEmpty()) {
      end--;
    }
    return all.subList(0, end);
  }

  private static int screens(Call call) {
    Pattern wanted = call.<Pattern>option(GREP).orElseThrow();
    List<Vm> vms =
        new Targets(call.fleet())
            .of(call.parameters(), call.filter()).stream()
                .filter(vm -> vm.state().active())
                .toList();
    Semaphore room = new Semaphore(AT_ONCE);
    int found = 0;
    List<String> unread = new ArrayList<>();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<String>>> looks =
          vms.stream()
              .map(
                  vm ->
                      readers.submit(
                          () -> {
                            room.acquire();
                            try {
                              return found(call, vm, wanted);
                            } finally {
                              room.release();
                            }
                          }))
              .toList();
      for (int i = 0; i < vms.size(); i++) {
        String name = new Targets(call.fleet()).shown(vms.get(i));
        try {
          Optional<String> line = looks.get(i).get();
          if (line.isPresent()) {
            found++;
            call.talk().result(name + ": " + Visible.line(line.get().strip()) + "\n");
          }
        } catch (ExecutionException e) {
          unread.add(name);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          readers.shutdownNow();
          throw CommandException.interrupted("");
        }
      }
    }
    if (!unread.isEmpty()) {
      call.talk().say("Not read: " + String.join(", ", unread) + ".");
    }
    call.talk().say(found + " of " + vms.size() + " screens have it.");
    return found > 0 ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private static Optional<String> found(Call call, Vm vm, Pattern wanted) {
    ConsoleTarget target = new ConsoleTarget(vm.ref().uuid(), vm.name(), face(call), false);
    try (Watching watching = Watching.open(call, target, KeyLayout.us())) {
      boolean unused = watching.await(READ_WITHIN, console -> console.status().condition() != null);
      List<String> lines = lines(watching);
      shown(watching, lines);
      return Patterns.find(wanted, lines);
    }
  }

  private static int type(Call call) {
    String text = call.words().matchedPositionalValue(1, "");
    if (text.equals("-")) {
      byte[] all =
          call.talk()
              .readAll(MOST_TYPED)
              .orElseThrow(
                  () ->
                      CommandException.usage(
                          "At most " + MOST_TYPED + " bytes can be typed; use scp for files."));
      text = new String(all, StandardCharsets.UTF_8);
    }
    if (call.has(ENTER)) {
      text += "\n";
    }
    try (Watching watching =
        Watching.open(call, ConsoleVerbs.target(call, face(call), true), layout(call))) {
      watching.type(text);
      return ExitStatus.DONE;
    }
  }

  private static int press(Call call) {
    List<Chord> chords = chords(call.words().matchedPositionalValue(1, ""));
    try (Watching watching =
        Watching.open(call, ConsoleVerbs.target(call, Face.SCREEN, true), KeyLayout.us())) {
      press(watching, chords);
      return ExitStatus.DONE;
    }
  }

  static List<Chord> chords(String words) {
    List<Chord> chords = new ArrayList<>();
    for (String word : words.split("[, ]+")) {
      try {
        chords.add(KeyNames.chord(word));
      } catch (IllegalArgumentException e) {
        throw CommandException.usage(
            e.getMessage()
                + " is no key. There is "
                + String.join(", ", KeyNames.all())
                + "; together with -, as in ctrl-alt-del.");
      }
    }
    if (chords.size() > ConsoleWish.MOST_STRUCK) {
      throw CommandException.usage("At most " + ConsoleWish.MOST_STRUCK + " keys at once.");
    }
    return chords;
  }

  static void press(Watching watching, List<Chord> chords) {
    if (!watching.await(Duration.ofSeconds(2), console -> console.status().typing())
        || !watching.console().strike(chords)) {
      throw new CommandException(
          ExitStatus.CONFLICT, "Somebody else has the keyboard; nothing was pressed.");
    }
  }
}
