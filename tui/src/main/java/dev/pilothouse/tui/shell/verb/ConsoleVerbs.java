package dev.pilothouse.tui.shell.verb;

import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.operation.ConsoleOperation.Face;
import dev.pilothouse.fleet.operation.Permission;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.FullScreen;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code console}, and the same as {@code vm console}. */
final class ConsoleVerbs {
  private static final String SCREEN = "--screen";
  private static final String WATCH = "--watch";
  private static final String RAW = "--raw";
  private static final String FOLLOW = "--follow";

  private ConsoleVerbs() {}

  static List<Command> all() {
    String summary = "Open a VM's console: see its screen and type.";
    return List.of(
        new Command("", "console", summary, ConsoleVerbs::syntax, ConsoleVerbs::run),
        new Command("vm", "console", summary, ConsoleVerbs::syntax, ConsoleVerbs::run));
  }

  private static void syntax(CommandSpec spec) {
    spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
    spec.addOption(Options.flag("Its graphics as text, rather than its serial console.", SCREEN));
    spec.addOption(Options.flag("Only watch.", WATCH));
    spec.addOption(
        Options.flag(
            "Pass the serial console's bytes as they are, without a terminal in between: what the"
                + " guest prints reaches your terminal. ^] leaves. So it is without a terminal.",
            RAW));
    spec.addOption(Options.flag("Without a terminal: go on after the input's end.", FOLLOW));
  }

  /**
   * The console of the VM that a call names.
   *
   * @param typing whether it is of no use without the keyboard
   */
  static ConsoleTarget target(Call call, Face face, boolean typing) {
    Vm vm = new Targets(call.fleet()).one(call.parameter(0));
    return new ConsoleTarget(vm.ref().uuid(), vm.name(), face, typing);
  }

  private static int run(Call call) {
    boolean screen = call.has(SCREEN);
    boolean typing = !call.has(WATCH) && call.who().may(Permission.OPERATE);
    ConsoleTarget target = target(call, screen ? Face.SCREEN : Face.SERIAL, typing);
    boolean raw = call.has(RAW) || !call.talk().onTerminal();
    if (raw && screen) {
      throw CommandException.usage(
          "A screen needs a terminal (ssh -t); 'vm screen' prints it as it is now.");
    }
    if (!raw) {
      FullScreen fullScreen =
          call.around()
              .fullScreen()
              .orElseThrow(
                  () ->
                      new CommandException(
                          ExitStatus.FAILED, "There is no terminal to give to a console here."));
      return fullScreen.console(call.who(), target, call.talk().streams());
    }
    if (!call.talk().hasInput()) {
      throw CommandException.usage("Press c on the VM, or C for its screen.");
    }
    return new RawConsole(call, target, call.has(FOLLOW) || call.talk().onTerminal()).run();
  }
}
