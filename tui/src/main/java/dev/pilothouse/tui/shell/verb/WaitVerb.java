package dev.pilothouse.tui.shell.verb;

import com.google.re2j.Pattern;
import dev.pilothouse.fleet.bus.Subscription;
import dev.pilothouse.fleet.console.keys.KeyLayout;
import dev.pilothouse.fleet.model.Visible;
import dev.pilothouse.fleet.model.Vm;
import dev.pilothouse.fleet.model.VmState;
import dev.pilothouse.fleet.operation.ConsoleOperation.Face;
import dev.pilothouse.fleet.operation.ErrorCode;
import dev.pilothouse.fleet.operation.OperationException;
import dev.pilothouse.tui.console.ConsoleTarget;
import dev.pilothouse.tui.console.GuestConsole;
import dev.pilothouse.tui.reach.FleetReach;
import dev.pilothouse.tui.shell.call.Call;
import dev.pilothouse.tui.shell.call.Command;
import dev.pilothouse.tui.shell.call.CommandException;
import dev.pilothouse.tui.shell.call.ExitStatus;
import dev.pilothouse.tui.shell.call.Options;
import dev.pilothouse.tui.shell.call.Targets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** {@code vm wait}: until a guest shows something, or is something. */
final class WaitVerb {
  private static final String SCREEN = "--screen";
  private static final String SERIAL = "--serial";
  private static final String AGENT = "--agent";
  private static final String PORT = "--port";
  private static final String STATE = "--state";
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(5);

  private WaitVerb() {}

  static Command command() {
    return new Command(
        "vm",
        "wait",
        "Wait until a VM shows a text, or is in a state.",
        spec -> {
          spec.addPositional(Options.one(0, Options.TARGET, "The VM."));
          spec.addOption(
              Options.value("REGEX", Pattern.class, Patterns::of, SCREEN)
                  .description("Until its screen shows it, such as 'login:'.")
                  .build());
          spec.addOption(
              Options.value("REGEX", Pattern.class, Patterns::of, SERIAL)
                  .description("Until its serial console shows it.")
                  .build());
          spec.addOption(Options.flag("Until its guest agent answers.", AGENT));
          spec.addOption(
              Options.value("N", Integer.class, Integer::valueOf, PORT)
                  .description("Until this TCP port of it takes connections, such as 22.")
                  .build());
          spec.addOption(
              Options.value("STATE", VmState.class, WaitVerb::state, STATE)
                  .description("Until it is running, paused, shut-off...")
                  .build());
          spec.addOption(Options.timeout("How long to wait; 5m without."));
        },
        WaitVerb::run);
  }

  private static VmState state(String word) {
    return Arrays.stream(VmState.values())
        .filter(state -> state.word().replace(' ', '-').equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException("there is no state '" + word + "'"));
  }

  private static int run(Call call) {
    Optional<Pattern> screen = call.option(SCREEN);
    Optional<Pattern> serial = call.option(SERIAL);
    Optional<VmState> state = call.option(STATE);
    Optional<Integer> port = call.option(PORT);
    long asked =
        Stream.of(
                screen.isPresent(),
                serial.isPresent(),
                state.isPresent(),
                port.isPresent(),
                call.has(AGENT))
            .filter(yes -> yes)
            .count();
    if (asked != 1) {
      throw CommandException.usage(
          "Say what to wait for: one of --screen, --serial, --agent, --port and --state.");
    }
    Duration most = call.timeout().orElse(LONG);
    if (screen.isPresent()) {
      return shown(call, Face.SCREEN, screen.get(), most);
    }
    if (serial.isPresent()) {
      return shown(call, Face.SERIAL, serial.get(), most);
    }
    if (port.isPresent()) {
      return reached(call, port.get(), most);
    }
    return until(call, most, vm -> state.isPresent() ? vm.state() == state.get() : answers(vm));
  }

  private static int shown(Call call, Face face, Pattern wanted, Duration most) {
    ConsoleTarget target = ConsoleVerbs.target(call, face, false);
    long end = System.nanoTime() + most.toNanos();
    try (Watching watching = Watching.open(call, target, KeyLayout.us())) {
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      if (watching.await(left, console -> found(wanted, console).isPresent())) {
        String line = found(wanted, watching.console()).orElse("");
        call.talk().result(Visible.line(line.strip()) + "\n");
        return ExitStatus.DONE;
      }
      throw late(most, watching.console().screen());
    }
  }

  static Optional<String> found(Pattern wanted, GuestConsole console) {
    return Patterns.find(wanted, Patterns.recent().apply(console));
  }

  /** With the last of what it shows instead, for whoever reads the log of a script. */
  static CommandException late(Duration most, List<String> screen) {
    List<String> shown = screen.stream().filter(line -> !line.isBlank()).toList();
    List<String> last = shown.subList(Math.max(0, shown.size() - 3), shown.size());
    return new CommandException(
        ExitStatus.TIMED_OUT,
        "It was not seen within "
            + most.toSeconds()
            + " s."
            + (last.isEmpty() ? "" : " It shows:\n  " + String.join("\n  ", last)));
  }

  /** Only an agent that answered says so. */
  private static boolean answers(Vm vm) {
    return vm.state().active() && vm.os().evidence().equals("agent");
  }

  /** Until its host's agent reaches it there. */
  private static int reached(Call call, int port, Duration most) {
    Vm vm = new Targets(call.fleet()).one(call.parameter(0));
    FleetReach reach = new FleetReach(call.room());
    long end = System.nanoTime() + most.toNanos();
    while (true) {
      try {
        reach.open(call.who(), vm.ref().uuid().toString(), port).close();
        return ExitStatus.DONE;
      } catch (OperationException e) {
        boolean never = e.failure().code() == ErrorCode.DENIED;
        if (never || System.nanoTime() > end) {
          throw new CommandException(
              never ? ExitStatus.DENIED : ExitStatus.TIMED_OUT,
              e.failure().message() + " " + e.failure().hint());
        }
      }
      if (interrupted(call, AGAIN)) {
        throw CommandException.interrupted("");
      }
    }
  }

  private static boolean interrupted(Call call, Duration within) {
    try {
      call.talk().interrupted().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static int until(Call call, Duration most, Predicate<Vm> wanted) {
    Vm vm = new Targets(call.fleet()).one(call.parameter(0));
    Semaphore bell = new Semaphore(0);
    Subscription fleet = call.room().onFleet(bell::release);
    try {
      var unused = call.talk().interrupted().thenRun(bell::release);
      long end = System.nanoTime() + most.toNanos();
      while (true) {
        Optional<Vm> now = call.room().fleet().owner(vm.ref().uuid());
        if (now.filter(wanted).isPresent()) {
          return ExitStatus.DONE;
        }
        if (call.talk().interrupted().isDone()) {
          throw CommandException.interrupted("");
        }
        if (!bell.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          throw new CommandException(
              ExitStatus.TIMED_OUT,
              "It is not so after "
                  + most.toSeconds()
                  + " s; it is "
                  + now.map(v -> v.state().word()).orElse("gone")
                  + ".");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.interrupted("");
    } finally {
      fleet.close();
    }
  }
}
